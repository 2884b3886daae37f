/** The conversation with the gateway: begins it, resumes it, sends, receives, and starts over. */
import { announce, hush } from "./announce.js";
import { Refusal, Unreachable, ask, uuid } from "./api.js";
import { settled } from "./identity.js";
import { spoken } from "./message.js";
import { Outbox } from "./outbox.js";
import { backoff, rest, wake } from "./pause.js";
import { atEnd, toEnd } from "./scroll.js";
import { line } from "./shared.js";
import { read, watch, wipe, write } from "./store.js";
import { remember, renew, revoke } from "./visit.js";
import { language, tag, word } from "./words.js";

const ACKNOWLEDGE_AFTER = 300;

export class Conversation {
  /** page: {transcript, composer, status, newer, unread, rating, host, ended(on)} */
  constructor(page) {
    Object.assign(this, page, { run: 0, losses: 0, last: 0, acknowledged: 0, seen: 0, joined: false, over: false });
    // Another tab that starts over wipes the token for all of them; a new one is followed.
    watch("token", (token) => this.followTab(token));
    window.addEventListener("pagehide", () => this.close());
    document.addEventListener("visibilitychange", () => this.acknowledge());
    window.addEventListener("pageshow", (event) => { if (event.persisted && !this.over) this.open(); });
  }

  /** Resumes the conversation of this device, or begins one; tries until it can. */
  async open() {
    this.close();
    this.finished(false);
    const run = this.run;
    if (!this.status.trouble) this.status.starting();
    for (let failures = 0; run === this.run && !this.joined; failures += 1) {
      try {
        await this.join(run);
      } catch (error) {
        if (run !== this.run) return;
        if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
        if (error.gone && read("token")) this.expire();
        else if (error.status === 403) this.status.declined(error.message);
        else if (!this.status.later(error)) this.status.lost();
        await (error.wait ? rest(error.wait * 1000, { firm: true }) : rest(backoff(failures)));
      }
    }
  }

  async join(run) {
    await settled();
    const token = read("token") || await this.begin(run);
    if (run !== this.run) return;
    const state = await this.history(token, run);
    if (run !== this.run) return;
    this.joined = true;
    this.receiving(state);
    this.connection = line(token, this.last, this.listener());
    this.outbox = new Outbox(token, this.postman());
    this.connection.start();
    for (const item of Outbox.shelf()) {
      if (!this.transcript.pending.has(item.client_id)) this.transcript.expect(item);
      this.outbox.put(item);
    }
    this.host?.send("talking", { on: this.transcript.spoken });
    if (!this.transcript.spoken) return;   // a new conversation begins at the top, with its notice
    remember(token, this);
    toEnd();
  }

  async begin(run) {
    const body = { language: language(), ...(this.host?.site && { site: this.host.site }) };
    if (this.host?.identity) body.identity = this.host.identity;
    const { token } = await ask("api/session", { method: "POST", body, language: language() });
    if (run === this.run) write("token", token);
    return token;
  }

  /** Everything said so far, page by page; it is shown without being read out. */
  async history(token, run) {
    for (let state = null; ;) {
      const page = await ask(`api/messages?after=${this.last}&wait=0`, { token });
      state = page.state || state;
      if (run !== this.run || !page.messages.length) return state;
      for (const message of page.messages) {
        this.transcript.show(message);
        this.unread.came(message);
      }
      this.last = page.messages[page.messages.length - 1].seq;
      this.acknowledge();
    }
  }

  listener() {
    return {
      message: (message) => this.received(message),
      typing: (event) => this.status.typing(event.on),
      delayed: (event) => this.status.delayed(event.on),
      opinion: (opinion) => this.rating.known(opinion, this.transcript),
      state: (state) => this.receiving(state),
      open: () => { this.status.open(); this.acknowledge(); wake(); },
      lost: (refusal) => { if (!refusal || !this.status.later(refusal)) this.status.lost(); },
      gone: () => this.gone(),
    };
  }

  postman() {
    return {
      accepted: (item, answer) => {
        this.transcript.accepted(item, answer.seq);
        this.status.calm();
        if (!this.transcript.answeredAfter(answer.seq)) this.status.expecting();
      },
      refused: (item, refusal) => this.refused(item, refusal),
      waiting: (item, refusal) => {
        this.transcript.waiting(item);
        this.status.later(refusal);
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
    this.unread.came(message);
    this.status.answered();
    this.status.typing(false);
    this.newer.came(item, following);
    announce(spoken(message), tag(message.language));
  }

  receiving(state) {
    renew(state?.protocol);
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
    this.host?.send("talking", { on: true });
    if (this.joined) this.outbox.put(item);
  }

  /** Tells the gateway what has arrived here, and whether it is before somebody's eyes; several messages at once. */
  acknowledge() {
    clearTimeout(this.acknowledging);
    const told = document.hidden ? this.acknowledged : Math.min(this.acknowledged, this.seen);
    if (this.last > told) this.acknowledging = setTimeout(() => this.confirm(), ACKNOWLEDGE_AFTER);
  }

  async confirm() {
    const { run, last } = this;
    const seen = !document.hidden;
    try {
      await ask("api/ack", { method: "POST", token: read("token"), body: { seq: last, seen } });
      if (run === this.run) Object.assign(this, { acknowledged: Math.max(this.acknowledged, last), seen: Math.max(this.seen, seen && last) });
    } catch (error) {
      // Not told now: the next message or the next connection tells it.
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    }
  }

  close() {
    Object.assign(this, { run: this.run + 1, joined: false });
    this.connection?.stop();
    this.outbox?.stop();
    clearTimeout(this.acknowledging);
  }

  /** A token that is no longer good may have been replaced, here or in another tab; else the conversation is over. */
  async gone() {
    const used = this.connection?.token;
    this.close();
    const run = this.run;
    if (read("token") === used && !read("next")) this.expire();
    await rest(backoff(this.losses++));
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
    this.unread.clear();
    this.status.answered();
    Object.assign(this, { last: 0, acknowledged: 0, seen: 0 });
    this.transcript.clear();
    hush();
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

  /** Forgets the conversation on this device, with everything unsent, and begins a new one. */
  startOver() {
    this.forget();
    return this.open();
  }

  /** Forgets the conversation on this device, and begins none: for computers that others use too. */
  end() {
    this.forget();
    this.finished(true);
    this.host?.send("ended");
  }

  forget() {
    revoke(read("token"));
    this.close();
    this.empty();
    this.composer.set("");
    this.status.tell(null);
    wipe();
    this.host?.send("talking", { on: false });
  }

  finished(over) { this.ended(this.over = over); }

  followTab(token) {
    this.close();
    this.transcript.clear();
    Object.assign(this, { last: 0, acknowledged: 0, seen: 0 });
    if (token) return this.open();
    this.composer.set("");
    return this.finished(true);   // until the other tab has begun a new one, if it does
  }
}
