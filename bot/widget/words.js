/** The interface in two languages: every word of the page comes from strings.json through here. */

/** Where the help desk is; behind a proxy it may have a path of its own. */
export const BASE = new URL("../", import.meta.url).href;

const LANGUAGES = ["en", "zh"];
const TAGS = { en: "en", zh: "zh-Hans" };
const writers = new WeakMap();
const strings = {};
let current = "en";

/** Loads the words once, those of further files too. Rejects when a file cannot be fetched. */
export async function load(...more) {
  for (const name of ["strings.json", ...more]) {
    const answer = await fetch(new URL(name, import.meta.url), { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}`);
    Object.assign(strings, await answer.json());
  }
}

/** The first of the wishes ("zh-CN", "en", null…) that is one of our languages, else English. */
export function pick(wishes) {
  for (const wish of wishes) {
    const code = String(wish || "").toLowerCase().split("-")[0];
    if (LANGUAGES.includes(code)) return code;
  }
  return "en";
}

export const language = () => current;

/** The tag for a lang attribute: the assistant writes Simplified Chinese. */
export const tag = (code) => TAGS[code] || TAGS[current];

/** The sentence of that key in the present language, with {names} replaced. */
export function word(key, values = {}) {
  const sentence = strings[key][current];
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Writes words into an element now and again whenever the language changes. */
export function keep(element, write) {
  element.dataset.words = "";
  writers.set(element, write);
  write(element);
  return element;
}

/** Like keep, for the plain case of one key as the element's text. */
export function say(element, key, values) {
  return keep(element, () => { element.textContent = word(key, values); });
}

/** A number as people of the present language write it. */
export const number = (value) => new Intl.NumberFormat(TAGS[current]).format(value);

/** The time of a message: the hour today, else day and hour. */
export function clock(moment, now = new Date()) {
  const time = { hour: "2-digit", minute: "2-digit" };
  const day = { day: "numeric", month: "short", year: "numeric" };
  const today = moment.toDateString() === now.toDateString();
  const locale = current === "en" ? "en-GB" : TAGS[current];
  return new Intl.DateTimeFormat(locale, today ? time : { ...day, ...time }).format(moment);
}

/** Changes the language of the page; what has been said in the conversation stays as it was. */
export function speak(code) {
  current = code;
  document.documentElement.lang = TAGS[code];
  document.title = word("title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = word(element.dataset.say);
  for (const element of document.querySelectorAll("[data-say-label]")) element.setAttribute("aria-label", word(element.dataset.sayLabel));
  for (const element of document.querySelectorAll("[data-say-placeholder]")) element.placeholder = word(element.dataset.sayPlaceholder);
  for (const element of document.querySelectorAll("[data-words]")) writers.get(element)?.(element);
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === code));
  for (const link of document.querySelectorAll("[data-privacy]")) link.href = `${BASE}privacy?language=${code}`;
}
