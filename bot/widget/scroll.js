/** Following the conversation: only when the reader is at its end, and never past the start of an answer. */

const NEAR = 120;

/** The reader sees the end of the conversation. */
export const atEnd = () => {
  const page = document.documentElement;
  return page.scrollHeight - page.clientHeight - window.scrollY < NEAR;
};

export const toEnd = () => window.scrollTo(0, document.documentElement.scrollHeight);

/** Brings a message and what follows it into view: all of it if it fits, else its beginning. */
export function reveal(item) {
  toEnd();
  const top = Math.max(0, document.querySelector(".top").getBoundingClientRect().bottom);
  if (item.getBoundingClientRect().top < top) item.scrollIntoView({ block: "start" });
}

/** Makes a change of height on the page without losing the end from sight. */
export function steady(change) {
  const following = atEnd();
  change();
  if (following) toEnd();
}

export class Newer {
  /** The button that says that there is something below. */
  constructor(button) {
    this.button = button;
    this.first = null;
    button.addEventListener("click", () => { if (this.first) reveal(this.first); this.seen(); });
    window.addEventListener("scroll", () => { if (atEnd()) this.seen(); }, { passive: true });
  }

  /** Follows to a message that has just come, or says that it is there. */
  came(item, following) {
    if (following) return reveal(item);
    this.first = this.first || item;
    this.button.hidden = false;
  }

  seen() {
    this.first = null;
    this.button.hidden = true;
  }
}
