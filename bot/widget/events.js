/** The text/event-stream format, read from chunks that may be cut anywhere (also inside \r\n or a character). */

export class EventReader {
  constructor() {
    this.decoder = new TextDecoder();
    this.rest = "";
    this.clear();
  }

  clear() {
    this.event = "message";
    this.data = [];
  }

  /** Takes bytes, gives the events they complete: [{event, data}]. Comments and unknown fields are skipped. */
  take(bytes) {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    return lines.map((line) => this.line(line)).filter(Boolean);
  }

  line(text) {
    if (text === "") return this.finish();
    const [, field, value] = /^([^:]*):? ?([\s\S]*)$/.exec(text);
    if (field === "event") this.event = value;
    if (field === "data") this.data.push(value);
    return null;
  }

  finish() {
    const complete = this.data.length ? { event: this.event, data: this.data.join("\n") } : null;
    this.clear();
    return complete;
  }
}
