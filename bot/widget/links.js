/** Links: only http and https, and nothing of this page is told to the other side. */
import { ownData } from "./saving.js";
import { BASE, keep, language, word } from "./words.js";

// Letters a web address may hold, so that Chinese text or punctuation right after it is not swallowed.
const ADDRESS = /https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+|\/(?:privacy|mydata)(?![\w/-])/g;
const PRIVACY = "/privacy"; // the one address of our own that an answer may name
const TRAILING = /[.,;:!?'")\]]+$/;

/** The address if it is a web address, else null. */
export function safe(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const address = (given) => (given === PRIVACY ? `${BASE}privacy?language=${language()}` : safe(given));

/** A link with that text, or the bare text when the address is not a web address. */
export function link(given, text) {
  const href = address(given);
  if (!href) return document.createTextNode(text);
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer nofollow";
  anchor.textContent = text;
  const note = document.createElement("span");
  note.className = "unseen";
  keep(note, () => { note.textContent = ` ${word("new_tab")}`; });
  anchor.append(note);
  return anchor;
}

/** Puts text into an element, web addresses in it as links; nothing is ever read as markup. */
export function fill(element, text) {
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = match[0].replace(TRAILING, "");
    element.append(text.slice(end, match.index), found === "/mydata" ? ownData() : link(found, found === PRIVACY ? word("privacy_open") : found));
    end = match.index + found.length;
  }
  element.append(text.slice(end));
  return element;
}
