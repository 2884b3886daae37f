/**
 * One line to the gateway for all tabs of a browser. The tab that holds the lock has the line and tells the others
 * what comes; when it closes, the next one takes over. What a tab missed it fetches by number, as after any gap.
 */
import { Refusal, Unreachable, ask } from "./api.js";
import { Connection } from "./connection.js";
import { lasting } from "./store.js";

const CHECK = 20_000;
const SILENT = 5_000;   // a tab that was put to sleep by the browser holds its lock but does not answer

export class SharedLine {
  /** As Connection. */
  constructor(token, after, on) {
    Object.assign(this, { token, after, on, leads: false, stopped: false });
    this.name = `citybridge ${token}`;
    this.check = () => this.call();
  }

  start() {
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => this.heard(data);
    this.waiting = new AbortController();
    this.queue({ signal: this.waiting.signal });
    document.addEventListener("visibilitychange", this.check);
    this.timer = setInterval(this.check, CHECK);
    this.call();
  }

  stop() {
    this.stopped = true;
    this.waiting.abort();
    clearInterval(this.timer);
    clearTimeout(this.patience);
    document.removeEventListener("visibilitychange", this.check);
    this.connection?.stop();
    this.release?.();
    this.channel.close();
  }

  /** Waits for the lock, and leads while it holds it. */
  async queue(options) {
    try {
      await navigator.locks.request(this.name, options, () => (this.stopped ? null : this.lead()));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
      if (!this.stopped) this.follow();   // another tab heard nothing of this one and took its place
    }
  }

  lead() {
    this.leads = true;
    clearTimeout(this.patience);
    const tell = (name) => (value) => {
      if (name === "message") this.after = Math.max(this.after, value.seq);
      if (name === "open" || name === "lost") this.up = name === "open";
      if (name === "state") this.state = value;
      this.on[name](value);
      if (name !== "gone" && !this.stopped) this.channel.postMessage({ name, value: plain(value) });
    };
    const names = ["message", "typing", "delayed", "state", "open", "lost", "gone"];
    this.connection = new Connection(this.token, this.after, Object.fromEntries(names.map((name) => [name, tell(name)])));
    this.connection.start();
    return new Promise((resolve) => { this.release = resolve; });
  }

  follow() {
    this.connection.stop();
    this.leads = false;
    this.queue({ signal: this.waiting.signal });
  }

  /** Asks whether somebody leads; a tab that nobody looks at need not know. */
  call() {
    if (this.leads || this.stopped || document.hidden) return;
    this.channel.postMessage({ name: "hello" });
    clearTimeout(this.patience);
    this.patience = setTimeout(() => { if (!this.leads && !this.stopped) this.queue({ steal: true }); }, SILENT);
  }

  heard({ name, value }) {
    if (this.stopped) return;
    if (name === "hello") {
      if (this.leads) this.channel.postMessage({ name: "here", value: { after: this.after, up: this.up, state: this.state } });
    } else if (name === "opinion") {
      this.on.opinion(value);
    } else if (!this.leads) {
      clearTimeout(this.patience);
      if (name === "here") this.found(value);
      else if (name === "message") this.received(value);
      else this.on[name](value);
    }
  }

  /** Tells the other tabs what the visitor thinks of answers: seq -> verdict. */
  share(opinion) { this.channel.postMessage({ name: "opinion", value: opinion }); }

  found({ after, up, state }) {
    if (up) this.on.open();
    if (state) this.on.state(state);
    if (after > this.after) this.catchUp();
  }

  received(message) {
    if (message.seq > this.after + 1) return this.catchUp();
    this.after = Math.max(this.after, message.seq);
    return this.on.message(message);
  }

  async catchUp() {
    try {
      const { messages } = await ask(`api/messages?after=${this.after}&wait=0`, { token: this.token });
      if (this.stopped) return;
      for (const message of messages) {
        this.after = Math.max(this.after, message.seq);
        this.on.message(message);
      }
    } catch (error) {
      // The next message or the next call finds the gap again.
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    }
  }
}

const plain = (value) => (value instanceof Refusal ? { code: value.code, wait: value.wait } : value);

/** A line for this tab: shared where the browser can, else its own. */
export function line(token, after, on) {
  const shares = navigator.locks && window.BroadcastChannel && lasting();
  return new (shares ? SharedLine : Connection)(token, after, on);
}
