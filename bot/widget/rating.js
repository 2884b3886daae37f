/** Under an answer: copy it, and say whether it helped; who was not helped can say why and is offered a person. */
import { announce } from "./announce.js";
import { Refusal, Unreachable, ask } from "./api.js";
import { icon } from "./icons.js";
import { steady } from "./scroll.js";
import { read } from "./store.js";
import { keep, say, word } from "./words.js";

const REASONS = ["wrong", "incomplete", "outdated", "misunderstood", "other"];
const LONGEST = 500;
const SHOWN = 2000;

function button(key, picture, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "tool";
  made.append(icon(picture));
  keep(made, () => { made.ariaLabel = word(key); made.title = word(key); });
  made.addEventListener("click", press);
  return made;
}

/** Copies text; a frame that may not use the clipboard copies as pages did before it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
  }
  const before = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "unseen";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  before?.focus();
  return done;
}

export class Rating {
  /** verdicts: seq -> "up" or "down" as known; choose(item) presses the button that is offered. */
  constructor(verdicts, choose) {
    Object.assign(this, { verdicts, choose });
  }

  /** The line under a message; only an answer of the assistant to a question can be rated. */
  under(item, message, rated) {
    const bar = document.createElement("div");
    bar.className = "tools";
    const copied = button("copy", "copy", () => this.copied(copied, message.text));
    bar.append(copied);
    if (rated) {
      const thumbs = ["up", "down"].map((verdict) =>
        button(`rate_${verdict}`, verdict, () => this.press(item, message.seq, verdict)));
      thumbs.forEach((thumb, index) => { thumb.dataset.verdict = ["up", "down"][index]; });
      bar.append(...thumbs);
    }
    item.append(bar);
    if (rated) this.mark(item, this.verdicts.get(message.seq));
  }

  async copied(made, text) {
    if (!await copy(text)) return announce(word("copy_failed"));
    made.replaceChildren(icon("done"));
    announce(word("copied"));
    return setTimeout(() => made.replaceChildren(icon("copy")), SHOWN);
  }

  mark(item, verdict) {
    for (const thumb of item.querySelectorAll("[data-verdict]")) {
      thumb.setAttribute("aria-pressed", String(thumb.dataset.verdict === verdict));
    }
  }

  /** What was known when the page opened, or was said in another tab. */
  known(verdicts, transcript) {
    for (const [seq, verdict] of Object.entries(verdicts)) {
      this.verdicts.set(Number(seq), verdict);
      const shown = transcript.shown.get(Number(seq));
      if (shown) this.mark(shown.item, verdict);
    }
  }

  async press(item, seq, wish) {
    const verdict = this.verdicts.get(seq) === wish ? null : wish;
    const answer = await this.tell(item, { seq, verdict });
    if (!answer) return;
    this.verdicts.set(seq, verdict);
    this.mark(item, verdict);
    this.told({ [seq]: verdict });
    item.querySelector(".why")?.remove();
    if (verdict === "down") this.ask(item, seq, answer.offer);
    else if (verdict) announce(word("rate_thanks"));
  }

  async tell(item, body) {
    try {
      return await ask("api/feedback", { method: "POST", token: read("token"), body });
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
      announce(word("rate_failed"));
      return null;
    }
  }

  ask(item, seq, offer) {
    const form = document.createElement("form");
    form.className = "why";
    const reasons = document.createElement("div");
    reasons.className = "reasons";
    reasons.setAttribute("role", "group");
    const title = say(document.createElement("p"), "rate_why");
    title.id = `why-${seq}`;
    reasons.setAttribute("aria-labelledby", title.id);
    for (const reason of REASONS) reasons.append(this.reason(reasons, reason));
    const box = document.createElement("textarea");
    box.rows = 2;
    box.maxLength = LONGEST;
    keep(box, () => { box.ariaLabel = word("rate_words"); box.placeholder = word("rate_words"); });
    const send = say(document.createElement("button"), "rate_send");
    send.type = "submit";
    const ends = document.createElement("div");
    ends.className = "ends";
    ends.append(send, ...this.person(offer));
    form.append(title, reasons, box, ends);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.explain(item, form, seq, reasons.querySelector("[aria-pressed=true]")?.dataset.reason, box.value.trim());
    });
    steady(() => item.append(form));
    announce(word("rate_why"));
  }

  reason(group, reason) {
    const made = say(document.createElement("button"), `reason_${reason}`);
    made.type = "button";
    made.dataset.reason = reason;
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("click", () => {
      for (const each of group.children) each.setAttribute("aria-pressed", String(each === made));
    });
    return made;
  }

  person(offer) {
    if (!offer) return [];
    const made = document.createElement("button");
    made.type = "button";
    made.className = "person";
    made.textContent = offer.title;
    made.addEventListener("click", () => { made.disabled = true; this.choose(offer); });
    return [made];
  }

  async explain(item, form, seq, reason, words) {
    const body = { seq, verdict: "down", reason: reason || "other", ...(words && { words }) };
    if (!await this.tell(item, body)) return;
    const thanks = say(document.createElement("p"), "rate_thanks");
    const person = form.querySelector(".person");
    const held = form.contains(document.activeElement);
    steady(() => form.replaceChildren(thanks, ...(person ? [person] : [])));
    announce(thanks.textContent);
    if (held) item.querySelector("[data-verdict=down]").focus();
  }
}
