/** The few pictures of the page, drawn in the colour of the text around them. */

const PATHS = {
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  done: "M5 13l4.5 4.5L19 7",
  up: "M8 11v9H4v-9zM8 11l4-8c1.8 0 2.6 1.2 2.3 2.8L13.6 9H19a1.6 1.6 0 0 1 1.6 2l-1.8 7.5a2 2 0 0 1-2 1.5H8",
  down: "M16 13V4h4v9zM16 13l-4 8c-1.8 0-2.6-1.2-2.3-2.8l.7-3.2H5a1.6 1.6 0 0 1-1.6-2l1.8-7.5a2 2 0 0 1 2-1.5H16",
};
const SVG = "http://www.w3.org/2000/svg";

/** A picture; the words beside it, seen or not, say what it means. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
