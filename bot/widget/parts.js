/** The parts of an answer as elements. All text arrives as text; nothing is read as markup. */
import { fill, link } from "./links.js";
import { replies } from "./replies.js";
import { keep, word } from "./words.js";

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined && text !== null) fill(element, String(text));
  return element;
}

/** Text with a paragraph for every blank line; single line ends stay line ends. */
function text(part) {
  const box = make("div", "text");
  for (const paragraph of String(part.text).trim().split(/\n\s*\n/)) box.append(make("p", "", paragraph));
  return box;
}

function list(part) {
  const box = make("div", "list");
  if (part.title) box.append(make("p", "caption", part.title));
  const items = make(part.ordered ? "ol" : "ul");
  for (const item of part.items) items.append(make("li", "", item));
  box.append(items);
  return box;
}

function card(part) {
  const box = make("section", "card");
  if (part.kind) box.dataset.kind = part.kind;
  box.append(make("h3", "", part.title));
  const rows = make("dl");
  for (const row of part.rows) {
    const pair = make("div");
    pair.append(make("dt", "", row.label), make("dd", "", row.value));
    rows.append(pair);
  }
  box.append(rows);
  return box;
}

function row(cells, heading) {
  const line = make("tr");
  cells.forEach((cell, index) => {
    const titles = (heading || index === 0) && cell !== "";   // the corner of a comparison is empty
    const element = make(titles ? "th" : "td", "", cell);
    if (titles) element.scope = heading ? "col" : "row";
    line.append(element);
  });
  return line;
}

/** A comparison. It scrolls by itself where it is wider than the screen, so it must be reachable by keyboard. */
function table(part) {
  const frame = make("div", "table");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  keep(frame, () => frame.setAttribute("aria-label", word("table")));
  const grid = make("table");
  const head = make("thead");
  const body = make("tbody");
  head.append(row(part.columns, true));
  for (const cells of part.rows) body.append(row(cells, false));
  grid.append(head, body);
  frame.append(grid);
  return frame;
}

function source(item) {
  const line = make("li");
  line.append(item.url ? link(item.url, item.title) : item.title);
  if (item.as_of) {
    const date = make("span", "date");
    keep(date, () => { date.textContent = ` ${word("as_of", { date: item.as_of })}`; });
    line.append(date);
  }
  return line;
}

/** Where an answer comes from: one line, with the links behind it. */
function sources(part) {
  if (!part.items.length) return make("p", "sources", part.text);
  const box = make("details", "sources");
  box.append(make("summary", "", part.text));
  const items = make("ul");
  for (const item of part.items) items.append(source(item));
  box.append(items);
  return box;
}

/** The element for a part; a kind this page does not know is shown by its text, or not at all. */
export function render(part, choose) {
  const kinds = { text, list, card, table, sources, buttons: () => replies(part.items, choose) };
  if (kinds[part.type]) return kinds[part.type](part);
  return part.text ? text(part) : null;
}
