/** Speaking to screen readers: a region of its own that holds only what is new, and only for a second. */

const HELD = 1000; // shorter and some readers miss it; longer and others read it twice

/** Has that text read out, in its language, without moving the focus. */
export function announce(text, tag) {
  const line = document.createElement("p");
  if (tag) line.lang = tag;
  line.textContent = text;
  document.getElementById("live").append(line);
  setTimeout(() => line.remove(), HELD);
}

/** Takes back what is being read out. */
export const hush = () => document.getElementById("live").replaceChildren();
