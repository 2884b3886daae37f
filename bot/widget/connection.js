/**
 * Receiving: an event stream over fetch (EventSource cannot send a header), or long polling where streams
 * bring nothing (proxies that buffer). Both resume after the last sequence number received, never by time.
 */
import { Refusal, Unreachable, arrive, ask, call } from "./api.js";
import { EventReader } from "./events.js";
import { backoff, rest } from "./pause.js";

const FIRST_BYTE = 3_000;      // the gateway says something at once; without a byte by then the request was swallowed
const HELD_BACK = 2;           // so many streams in a row without a byte: something on the way holds them back
const SILENCE = 60_000;        // the gateway pings far more often; a longer silence is a dead line
const POLLING = 5 * 60_000;    // then try the stream again
const POLL_WAIT = 25;

export class Connection {
  /** on: {message, typing, delayed, state, open, lost, gone}; after: the last sequence number already shown. */
  constructor(token, after, on) {
    Object.assign(this, { token, after, on, failures: 0, swallowed: 0, pollUntil: 0, stopped: false });
    this.offline = () => { this.failures += 1; this.on.lost(); this.attempt?.abort(); };
  }

  start() {
    window.addEventListener("offline", this.offline);
    this.run();
  }

  stop() {
    this.stopped = true;
    window.removeEventListener("offline", this.offline);
    this.attempt?.abort();
  }

  async run() {
    while (!this.stopped) {
      this.attempt = new AbortController();
      try {
        await (Date.now() < this.pollUntil ? this.poll() : this.stream());
      } catch (error) {
        if (this.stopped) return;
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
        if (error.gone) return this.on.gone();
        this.failed(error);
        if (error.wait) await rest(error.wait * 1000, { firm: true });
      }
      if (!this.stopped) await rest(backoff(this.failures));
    }
  }

  /** One failure may be a proxy that tidies up; the visitor hears of the second. */
  failed(refusal) {
    this.failures += 1;
    if (this.failures > 1 || refusal?.wait) this.on.lost(refusal);
  }

  alive() {
    this.failures = 0;
    this.on.open();
  }

  async stream() {
    const { signal } = this.attempt;
    let quiet = true;
    let timer = setTimeout(() => this.silent(quiet), FIRST_BYTE * (this.swallowed + 1));
    try {
      const answer = await call(`api/stream?after=${this.after}`, { token: this.token, signal, accept: "text/event-stream" });
      if (!answer.headers.get("Content-Type")?.startsWith("text/event-stream")) throw new Unreachable("not a stream");
      const chunks = answer.body.getReader();
      const events = new EventReader();
      for (let chunk = await arrive(chunks.read()); !chunk.done; chunk = await arrive(chunks.read())) {
        clearTimeout(timer);
        timer = setTimeout(() => this.silent(false), SILENCE);
        if (quiet) this.alive();
        quiet = false;
        this.swallowed = 0;
        for (const event of events.take(chunk.value)) this.dispatch(event);
      }
      if (quiet) this.failed();
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Gives up on a line without bytes. One that never brought any may be the request to a gateway that was just
   * ending, so it is tried again, with more patience; then polling takes its place for a while.
   */
  silent(never) {
    if (never) this.swallowed += 1;
    if (this.swallowed >= HELD_BACK) Object.assign(this, { swallowed: 0, pollUntil: Date.now() + POLLING });
    this.attempt.abort();
  }

  async poll() {
    const path = `api/messages?after=${this.after}&wait=${POLL_WAIT}`;
    const { messages, state } = await ask(path, { token: this.token, signal: this.attempt.signal, patience: (POLL_WAIT + 15) * 1000 });
    this.alive();
    if (state) this.on.state(state);
    messages.forEach((message) => this.received(message));
  }

  dispatch({ event, data }) {
    if (event === "ping") return;
    const content = JSON.parse(data);
    if (event === "message") this.received(content);
    if (event === "typing") this.on.typing(content);
    if (event === "delayed") this.on.delayed(content);
    if (event === "state") this.on.state(content);
  }

  /**
   * Only received messages move the place to resume from: the number in the answer to an own message must
   * not, since a colleague's answer with a lower number may still be on its way.
   */
  received(message) {
    this.after = Math.max(this.after, message.seq);
    this.on.message(message);
  }
}
