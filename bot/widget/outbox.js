/**
 * Sending: one message after the other, each with its own id and repeated with that same id until the
 * gateway has accepted or refused it. Unsent messages survive a reload.
 */
import { ask } from "./api.js";
import { backoff, rest } from "./pause.js";
import { names, read, write } from "./store.js";

const SHELF = "unsent.";

export class Outbox {
  /** on: {accepted(item, answer), refused(item, refusal), waiting(item, refusal), gone()} */
  constructor(token, on) {
    Object.assign(this, { token, on, items: [], busy: false, stopped: false });
  }

  /** Messages that an earlier visit of this page could not send, oldest first. */
  static shelf() {
    const items = names(SHELF).map((name) => JSON.parse(read(name)));
    return items.sort((one, other) => one.created.localeCompare(other.created));
  }

  /** Keeps a message on this device: {client_id, created, text} or {client_id, created, text, button}. */
  static keep(item) { write(SHELF + item.client_id, JSON.stringify(item)); }

  static forget(item) { write(SHELF + item.client_id, null); }

  /** Takes a kept message into the queue. */
  put(item) {
    this.items.push(item);
    if (!this.busy) this.work();
  }

  stop() { this.stopped = true; }

  async work() {
    this.busy = true;
    for (let failures = 0; this.items.length && !this.stopped;) {
      const settled = await this.post(this.items[0], failures);
      failures = settled ? 0 : failures + 1;
    }
    this.busy = false;
  }

  /** One attempt. True when the message is settled; else waits, as long as the gateway asks for or a little more each time. */
  async post(item, failures) {
    const { client_id, text, button } = item;
    const body = button ? { client_id, button } : { client_id, text };
    try {
      const answer = await ask("api/messages", { method: "POST", token: this.token, body });
      if (!this.stopped) this.settle(item, () => this.on.accepted(item, answer));
    } catch (error) {
      if (this.stopped) return true;
      if (error.status === 401 || error.status === 410) return this.end();
      if (!error.status || error.passing) return this.wait(item, error, failures);
      this.settle(item, () => this.on.refused(item, error));
    }
    return true;
  }

  settle(item, tell) {
    this.items.shift();
    Outbox.forget(item);
    tell();
  }

  async wait(item, error, failures) {
    this.on.waiting(item, error);
    if (error.wait) await rest(error.wait * 1000, { firm: true });
    else await rest(backoff(failures));
    return false;
  }

  end() {
    this.stopped = true;
    this.on.gone();
    return true;
  }
}
