/** The message box. It keeps unsent text, counts characters as people do, and leaves input methods alone. */
import { announce } from "./announce.js";
import { steady } from "./scroll.js";
import { read, write } from "./store.js";
import { keep, number, word } from "./words.js";

export const LIMIT = 4000;
const TELL_FROM = 0.8;
const INPUT_METHOD = 229; // the key code of a key that an input method has taken

/** Length in code points: 𠮷 and most emoji are one, as on the other side. */
export const length = (text) => Array.from(text).length;

export class Composer {
  /** send(text) is called with a message that may go. */
  constructor(form, send) {
    this.send = send;
    this.box = form.querySelector("textarea");
    this.count = document.getElementById("count");
    this.button = form.querySelector("[type=submit]");
    this.composing = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    // Pressing the button must not take the focus from the box, or a phone's keyboard closes after each message.
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.listen();
    keep(this.count, () => this.measure());
    this.set([read("draft"), this.box.value].filter(Boolean).join("\n"));   // a quick visitor has begun to write already
  }

  listen() {
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("compositionstart", () => { this.composing = true; });
    this.box.addEventListener("compositionend", () => { this.composing = false; this.changed(); });
    this.box.addEventListener("blur", () => { this.composing = false; });
    this.box.addEventListener("input", () => this.changed());
    window.addEventListener("resize", () => this.grow());
  }

  /**
   * Enter sends. While an input method composes, Enter is its own: Chromium says so by isComposing, Safari
   * ends the composition first and leaves only the key code, and some send neither (hence our own flag).
   */
  key(event) {
    const composing = event.isComposing || event.keyCode === INPUT_METHOD || this.composing;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    if (this.composing) this.settle();
    const text = this.box.value.trim();
    if (!text) return;
    if (length(text) > LIMIT) return announce(this.count.textContent);
    this.set("");
    this.send(text);
  }

  /**
   * Ends a composition that is under way when the button is pressed. Phones compose every word, so the button
   * must work then, and the input method must not write its word again into the emptied box.
   */
  settle() {
    this.box.blur();
    this.box.focus();
  }

  set(text) {
    this.box.value = text;
    this.changed();
  }

  /** Gives text back to the box, before what has been written since. */
  putBack(text) {
    this.set([text, this.box.value].filter(Boolean).join("\n"));
    this.box.focus();
  }

  changed() {
    this.measure();
    this.grow();
    if (!this.composing) write("draft", this.box.value);
  }

  measure() {
    const count = length(this.box.value.trim());
    const over = count - LIMIT;
    const key = over > 0 ? "too_long" : "count";
    this.count.textContent = word(key, { count: number(count), limit: number(LIMIT), over: number(over) });
    this.count.classList.toggle("near", count > LIMIT * TELL_FROM && over <= 0);
    this.count.classList.toggle("over", over > 0);
    this.box.setAttribute("aria-invalid", String(over > 0));
    this.button.setAttribute("aria-disabled", String(count === 0 || over > 0));
  }

  /** As high as its text; the style sheet sets the largest height. */
  grow() {
    const { box } = this;
    const before = box.style.height;
    box.style.height = "auto";
    const height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
    box.style.height = before;
    if (height !== before) steady(() => { box.style.height = height; });
  }
}
