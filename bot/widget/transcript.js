/**
 * The conversation as it is shown: each sequence number once, in order; own messages that have no number
 * yet stand at the end.
 */
import { deliver, draw, mark } from "./message.js";
import { chosenIn, settle, unsettle } from "./replies.js";
import { say } from "./words.js";

export class Transcript {
  /** on: {choose(item), putBack(text), shown(item, message, answers)} */
  constructor(list, on) {
    Object.assign(this, { list, on });
    this.clear();
  }

  clear() {
    this.list.replaceChildren();
    this.list.classList.remove("begun");
    this.shown = new Map();     // seq -> {item, source}
    this.pending = new Map();   // client_id -> item
  }

  /** The visitor has said something in this conversation. */
  get spoken() { return Boolean(this.list.querySelector(".from-user")); }

  /** Shows a received message; gives its element, or null when it was there already. */
  show(message) {
    if (message.erased && !this.shown.has(message.seq)) this.clear();   // all before it was deleted, so nobody shall read it here
    const source = JSON.stringify(message);
    const known = this.shown.get(message.seq);
    if (known?.source === source) return null;
    const told = known || this.pending.has(message.client_id);
    const item = draw(message, this.on.choose);
    item.dataset.seq = message.seq;
    if (message.author !== "user") this.on.shown?.(item, message, message.answer);
    if (known) known.item.replaceWith(item);
    this.drop(message.client_id);
    this.shown.set(message.seq, { item, source });
    if (!known) this.place(item, message.seq);
    if (message.author === "user" && !told) this.answer(item, message.text);
    this.list.classList.toggle("begun", this.spoken);
    return known ? null : item;
  }

  /** Shows an own message before the gateway has it. */
  expect(message) {
    const item = draw({ ...message, author: "user" }, this.on.choose);
    mark(item, "sending");
    this.pending.set(message.client_id, item);
    this.list.append(item);
    this.list.classList.add("begun");
    if (!message.button) this.answer(item, message.text);
    return item;
  }

  /** The gateway has it: it gets its number, unless the message itself has arrived before this answer. */
  accepted(message, seq) {
    const item = this.pending.get(message.client_id);
    if (!item) return;
    this.pending.delete(message.client_id);
    if (this.shown.has(seq)) return item.remove();
    mark(item, null);
    deliver(item);
    this.shown.set(seq, { item, source: "" });
    this.place(item, seq);
  }

  /** Somebody has said something after that number. */
  answeredAfter(seq) {
    return [...this.shown].some(([number, { item }]) => number > seq && !item.classList.contains("from-user"));
  }

  /** What the gateway has said and taken, in order. */
  get messages() {
    const sources = [...this.shown].sort(([one], [other]) => one - other).map(([, { source }]) => source);
    return sources.filter(Boolean).map((source) => JSON.parse(source));
  }

  waiting(message) {
    const item = this.pending.get(message.client_id);
    if (item && !item.dataset.waiting) mark(item, "kept");
    if (item) item.dataset.waiting = "yes";
  }

  /** The gateway will not have it: says why, and offers the text back. */
  refused(message, reason) {
    const item = this.pending.get(message.client_id);
    if (!item) return;
    const group = this.choices(item).find((one) => chosenIn(one) === message.text);
    if (group) unsettle(group);
    const button = say(document.createElement("button"), "put_back");
    button.type = "button";
    button.addEventListener("click", () => {
      this.drop(message.client_id);
      this.on.putBack(message.text);
    });
    mark(item, "refused", { reason }, button);
  }

  drop(clientId) {
    this.pending.get(clientId)?.remove();
    this.pending.delete(clientId);
  }

  place(item, seq) {
    item.dataset.seq = seq;
    let before = this.list.lastElementChild;
    while (before && (before === item || !(Number(before.dataset.seq) < seq))) before = before.previousElementSibling;
    if (before) before.after(item);
    else this.list.prepend(item);
  }

  /** The groups of quick replies before this message, nearest first. */
  choices(item) {
    const groups = [...this.list.querySelectorAll(".choices")];
    return groups.filter((group) => group.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING).reverse();
  }

  /** A message of the visitor with the words of a quick reply is the answer to it; a reload knows no more than that. */
  answer(item, text) {
    this.choices(item).some((group) => settle(group, text));
  }
}
