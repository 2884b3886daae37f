/** What has come and has not been seen: counted for the launcher while the panel is closed. */
import { read, write } from "./store.js";

export class Unread {
  /** host: the page of the site, or null on our own page, where everything shown is seen. */
  constructor(host) {
    this.host = host;
    this.waiting = new Set();
    document.addEventListener("visibilitychange", () => this.look());
  }

  get watching() { return !document.hidden && (!this.host || this.host.shown); }

  /** A message is on the page, now or from before. */
  came(message) {
    if (message.author === "user" || message.seq <= Number(read("seen") || 0)) return;
    this.waiting.add(message.seq);
    this.look();
  }

  /** Whoever looks has seen all of it. */
  look() {
    if (this.watching && this.waiting.size) {
      write("seen", String(Math.max(...this.waiting)));
      this.waiting.clear();
    }
    this.host?.send("unread", { count: this.waiting.size });
  }

  clear() {
    this.waiting.clear();
    write("seen", null);
    this.host?.send("unread", { count: 0 });
  }
}
