/** One message as a list item. */
import { render } from "./parts.js";
import { clock, keep, say, tag, word } from "./words.js";

const AUTHORS = ["user", "assistant", "staff", "system"];

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function heading(message) {
  const line = element("p", "meta");
  const author = say(element("span", "author"), `author_${message.author}`);
  const time = element("time", "");
  time.dateTime = message.created;
  keep(time, () => { time.textContent = clock(new Date(message.created)); });
  line.append(author, " ", time);
  return line;
}

/** The words of a message in one string, for reading aloud. */
export const spoken = (message) =>
  word("announced", { author: word(`author_${message.author}`), text: message.text || "" });

/** A part in a form that this page does not know (it may be older than the gateway) must not hide the rest. */
function attempt(part, choose) {
  try {
    return render(part, choose);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error("A part of a message could not be shown.", part, error);
    return null;
  }
}

/** The list item; choose(item) is called when one of its quick replies is pressed. */
export function draw(message, choose) {
  const author = AUTHORS.includes(message.author) ? message.author : "system";
  const item = element("li", `message from-${author}`);
  const body = element("div", "body");
  if (message.language) body.lang = tag(message.language);
  const parts = (message.parts || []).map((part) => attempt(part, choose)).filter(Boolean);
  body.append(...(parts.length ? parts : [render({ type: "text", text: message.text || "" })]));
  item.append(heading({ ...message, author }), body);
  if (author === "user" && message.seq) deliver(item);
  return item;
}

/** Says that an own message has arrived at the help desk. */
export function deliver(item) {
  if (item.querySelector(".receipt")) return;
  item.querySelector(".meta").append(" ", say(element("span", "receipt"), "delivered"));
}

/** Sets or removes the line under an own message that says where it is. */
export function mark(item, key, values, button) {
  item.querySelector(".fate")?.remove();
  item.classList.toggle("refused", key === "refused");
  if (!key) return;
  const line = element("p", "fate");
  line.append(say(element("span", ""), key, values));
  if (button) line.append(" ", button);
  item.append(line);
}
