/** What is going on, in words: the connection, who answers, and that somebody is writing. */
import { announce } from "./announce.js";
import { steady } from "./scroll.js";
import { keep, say, word } from "./words.js";

const TYPING_LASTS = 10_000;  // a lost "off" event must not leave somebody writing for ever
const PATIENCE = 1200;        // a quick start needs no words
const NEWS_LASTS = 5000;
const SLOW = 8000;            // an answer that takes longer than this is spoken of
/** What the page says when the gateway asks it to come back later, by the code of the refusal. */
const LATER = { too_many: "busy", queue_full: "busy", crowded: "crowded", lines: "crowded", streams: "windows" };

export class Status {
  constructor(root = document) {
    this.line = root.getElementById("status");
    this.typingLine = root.getElementById("typing");
    this.typingWords = root.getElementById("typing-words");
    this.ownerLine = root.getElementById("owner");
    this.owner = "assistant";
    this.trouble = false;
  }

  /** Shows a sentence about the connection, or none; kind is "trouble" or "good" or "". */
  tell(key, kind = "", values = {}) {
    clearTimeout(this.fading);
    if (this.line.dataset.key === (key || "")) return;
    this.line.dataset.key = key || "";
    this.line.dataset.kind = kind;
    steady(() => keep(this.line, () => { this.line.textContent = key ? word(key, values) : ""; }));
  }

  starting() {
    this.patience = setTimeout(() => this.tell("connecting"), PATIENCE);
  }

  lost() {
    clearTimeout(this.patience);
    this.trouble = true;
    this.typing(false);
    this.tell(navigator.onLine ? "lost" : "offline", "trouble");
  }

  /** Says why the gateway asks to wait, and how long; false when it does not ask. */
  later({ code, wait }) {
    if (!wait || !LATER[code]) return false;
    clearTimeout(this.patience);
    this.trouble = true;
    this.line.dataset.key = "";   // the seconds may be others than last time
    this.tell(LATER[code], "trouble", { seconds: wait });
    return true;
  }

  /** The gateway will not begin a conversation as things are; its sentence says what to do. */
  declined(sentence) {
    clearTimeout(this.patience);
    this.trouble = true;
    Object.assign(this.line.dataset, { key: "declined", kind: "trouble" });
    steady(() => keep(this.line, () => { this.line.textContent = sentence; }));
  }

  /** A message has gone through, so there are no longer too many. */
  calm() {
    this.over("busy");
    this.over("crowded");
  }

  /** The gateway has a message and will answer; says so when it takes its time. */
  expecting() {
    clearTimeout(this.slow);
    if (this.owner !== "assistant") return;
    this.slow = setTimeout(() => { if (!this.trouble) this.tell("slow"); }, SLOW);
  }

  answered() {
    clearTimeout(this.slow);
    this.over("slow");
  }

  /** An answer is there, or will be, but cannot be stored and shown yet. */
  delayed(on) {
    if (!on) return this.over("delayed");
    this.trouble = true;
    return this.tell("delayed", "trouble");
  }

  /** Takes back what was told about a trouble that has passed. */
  over(key) {
    if (this.line.dataset.key !== key) return;
    this.trouble = false;
    this.tell(null);
  }

  /** The connection stands; says so only to those who were told that it did not. */
  open() {
    clearTimeout(this.patience);
    if (this.trouble) this.news("back", "good");
    else if (this.line.dataset.key === "connecting") this.tell(null);
  }

  /** Says something for a while; it takes the place of a trouble told before. */
  news(key, kind = "") {
    this.trouble = false;
    this.tell(key, kind);
    this.fading = setTimeout(() => this.tell(null), kind === "good" ? NEWS_LASTS : 4 * NEWS_LASTS);
  }

  typing(on) {
    clearTimeout(this.typingTimer);
    if (on) say(this.typingWords, this.owner === "person" ? "typing_staff" : "typing_assistant");
    steady(() => { this.typingLine.hidden = !on; });
    if (on) this.typingTimer = setTimeout(() => this.typing(false), TYPING_LASTS);
  }

  /** owner is "assistant", "queue" or "person…" as the gateway names it. */
  answering(owner) {
    const kind = String(owner).split(":")[0];
    if (kind === this.owner) return;
    this.owner = kind;
    document.body.dataset.owner = kind;   // what is only good while somebody waits is shown only then
    const known = kind === "queue" || kind === "person";
    if (known) say(this.ownerLine, `owner_${kind}`);
    steady(() => { this.ownerLine.hidden = !known; });
    if (known) announce(this.ownerLine.textContent);
  }
}
