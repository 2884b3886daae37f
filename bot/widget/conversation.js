/** The conversation with the gateway: begins it, resumes it, sends, receives, and starts over. */
import { announce } from "/static/announce.js";
import { Refusal, Unreachable, ask, uuid } from "/static/api.js";
import { Connection } from "/static/connection.js";
import { spoken } from "/static/message.js";
import { Outbox } from "/static/outbox.js";
import { backoff, rest, wake } from "/static/pause.js";
import { atEnd, toEnd } from "/static/scroll.js";
import { read, watch, write } from "/static/store.js";
import { language, tag, word } from "/static/words.js";

const ACKNOWLEDGE_AFTER = 300;

export class Conversation {
  /** page: {transcript, composer, status, newer} */
  constructor(page) {
    Object.assign(this, page, { run: 0, losses: 0, last: 0, acknowledged: 0, joined: false });
    // Another tab that starts over wipes the token for all of them; a new one is followed.
    watch("token", (token) => this.followTab(token));
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.open(); });
  }

  /** Resumes the conversation of this device, or begins one; tries until it can. */
  async open() {
    this.close();
    const run = this.run;
    if (!this.status.trouble) this.status.starting();
    for (let failures = 0; run === this.run && !this.joined; failures += 1) {
      try {
        await this.join(run);
      } catch (error) {
        if (run !== this.run) return;
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
        if (error.gone && read("token")) this.expire();
        else this.status.lost();
        await rest(backoff(failures));
      }
    }
  }

  async join(run) {
    const token = read("token") || await this.begin(run);
    if (run !== this.run) return;
    const state = await this.history(token, run);
    if (run !== this.run) return;
    this.joined = true;
    this.receiving(state);
    this.connection = new Connection(token, this.last, this.listener());
    this.outbox = new Outbox(token, this.postman());
    this.connection.start();
    for (const item of Outbox.shelf()) {
      if (!this.transcript.pending.has(item.client_id)) this.transcript.expect(item);
      this.outbox.put(item);
    }
    if (this.transcript.spoken) toEnd();   // a new conversation begins at the top, with its notice
  }

  async begin(run) {
    const { token } = await ask("/api/session", { method: "POST", body: { language: language() }, language: language() });
    if (run === this.run) write("token", token);
    return token;
  }

  /** Everything said so far, page by page; it is shown without being read out. */
  async history(token, run) {
    for (let state = null; ;) {
      const page = await ask(`/api/messages?after=${this.last}&wait=0`, { token });
      state = page.state || state;
      if (run !== this.run || !page.messages.length) return state;
      page.messages.forEach((message) => this.transcript.show(message));
      this.last = page.messages[page.messages.length - 1].seq;
      this.acknowledge();
    }
  }

  listener() {
    return {
      message: (message) => this.received(message),
      typing: (event) => this.status.typing(event.on),
      state: (state) => this.receiving(state),
      open: () => { this.status.open(); this.acknowledge(); wake(); },
      lost: () => this.status.lost(),
      gone: () => this.gone(),
    };
  }

  postman() {
    return {
      accepted: (item, answer) => {
        this.transcript.accepted(item, answer.seq);
        this.status.calm();
      },
      refused: (item, refusal) => this.refused(item, refusal),
      waiting: (item, busy) => {
        this.transcript.waiting(item);
        if (busy) this.status.busy();
      },
      gone: () => this.gone(),
    };
  }

  received(message) {
    const following = atEnd();
    const item = this.transcript.show(message);
    this.last = Math.max(this.last, message.seq);
    this.acknowledge();
    if (!item || message.author === "user") return;
    this.status.typing(false);
    this.newer.came(item, following);
    announce(spoken(message), tag(message.language));
  }

  receiving(state) {
    if (state?.owner) this.status.answering(state.owner);
  }

  refused(item, refusal) {
    this.transcript.refused(item, refusal.message);
    announce(word("refused", { reason: refusal.message }));
  }

  /** Sends a text, or presses a quick reply of the gateway. */
  send(text, button) {
    const item = { client_id: uuid(), created: new Date().toISOString(), text, ...(button && { button }) };
    Outbox.keep(item);
    this.transcript.expect(item);
    if (button) announce(word("chosen", { title: text }));
    toEnd();
    if (this.joined) this.outbox.put(item);
  }

  /** Tells the gateway what has arrived here; several messages at once. */
  acknowledge() {
    clearTimeout(this.acknowledging);
    if (this.last > this.acknowledged) this.acknowledging = setTimeout(() => this.confirm(), ACKNOWLEDGE_AFTER);
  }

  async confirm() {
    const { run, last } = this;
    try {
      await ask("/api/ack", { method: "POST", token: read("token"), body: { seq: last } });
      if (run === this.run) this.acknowledged = Math.max(this.acknowledged, last);
    } catch (error) {
      // Not told now: the next message or the next connection tells it.
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    }
  }

  close() {
    this.run += 1;
    this.joined = false;
    this.connection?.stop();
    this.outbox?.stop();
    clearTimeout(this.acknowledging);
  }

  async gone() {
    this.close();
    const run = this.run;
    this.expire();
    await rest(backoff(this.losses));
    this.losses += 1;
    if (run === this.run) this.open();
  }

  /** The conversation is no longer there. What was not sent goes back into the box, not into the next one. */
  expire() {
    const unsent = Outbox.shelf().map((item) => { Outbox.forget(item); return item.text; });
    this.empty();
    if (unsent.length) this.composer.set([...unsent, read("draft")].filter(Boolean).join("\n"));
    this.status.news("expired");
  }

  empty() {
    write("token", null);
    Object.assign(this, { last: 0, acknowledged: 0 });
    this.transcript.clear();
    this.newer.seen();
    this.status.typing(false);
    this.status.answering("assistant");
  }

  /** Begins a new conversation; text not yet sent stays in the box. */
  renew() {
    this.close();
    this.empty();
    return this.open();
  }

  /** Ends the gateway's side of the token as well; if that fails, the token ends by its own age. */
  async revoke(token) {
    try {
      if (token) await ask("/api/session", { method: "DELETE", token });
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    }
  }

  /** Forgets the conversation on this device, with everything unsent, and begins a new one. */
  startOver() {
    this.revoke(read("token"));
    Outbox.shelf().forEach(Outbox.forget);
    this.composer.set("");
    return this.renew();
  }

  followTab(token) {
    this.close();
    this.transcript.clear();
    Object.assign(this, { last: 0, acknowledged: 0 });
    if (token) return this.open();
    this.composer.set("");
    const run = this.run;
    return setTimeout(() => { if (run === this.run) this.open(); }, 2000);
  }
}
