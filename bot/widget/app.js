/** Puts the page together. */
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { refuseFiles } from "./files.js";
import { framed, meet } from "./frame.js";
import { offerTelegram } from "./going_on.js";
import { Menu, question } from "./menu.js";
import { Rating } from "./rating.js";
import { save } from "./saving.js";
import { Newer, reveal } from "./scroll.js";
import { Status } from "./status.js";
import { belong, read, write } from "./store.js";
import { dress } from "./theme.js";
import { Transcript } from "./transcript.js";
import { Unread } from "./unread.js";
import { introduce, speakOn } from "./visit.js";
import { language, load, pick, speak } from "./words.js";
import { Writing, report } from "./writing.js";

const byId = (id) => document.getElementById(id);

/** The language of the last visit, of the site or the address, or of the browser. */
function wishes(host) {
  const address = new URLSearchParams(window.location.search).get("language");
  return [address, read("language"), host?.language, ...navigator.languages];
}

function changeLanguage(conversation, code) {
  if (code === language()) return;
  const held = document.activeElement?.dataset.language;
  write("language", code);
  speak(code);
  // On narrow screens only the other language is offered, and the focus must not vanish with the one just chosen.
  const other = document.querySelector(`[data-language]:not([data-language="${code}"])`);
  if (held && !document.activeElement?.checkVisibility?.()) other.focus();
  speakOn(conversation, code);
}

function printWhole() {
  window.addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("details.sources:not([open])")) {
      box.open = true;
      box.dataset.closed = "yes";
    }
  });
  window.addEventListener("afterprint", () => {
    for (const box of document.querySelectorAll("details[data-closed]")) {
      box.open = false;
      delete box.dataset.closed;
    }
  });
}

/** Where the focus goes when a person opens the panel; a phone's keyboard would cover half of it. */
const enter = () => (window.matchMedia("(pointer: coarse)").matches ? byId("close") : byId("box")).focus({ preventScroll: true });

function inFrame(host, conversation) {
  const { transcript, unread } = conversation;
  host.listen({
    shown: (focus) => {
      const first = transcript.shown.get(Math.min(...unread.waiting));
      if (first) reveal(first.item);   // what came while nobody looked
      unread.look();
      if (focus) enter();
    },
    hidden: () => unread.look(),
    language: (code) => { if (code) changeLanguage(conversation, pick([code])); },
    identify: (token) => introduce(conversation, token),
    reset: () => conversation.end(),
  });
  byId("close").addEventListener("click", () => host.send("close"));
  document.addEventListener("keydown", (event) => {
    const taken = event.defaultPrevented || event.isComposing || event.keyCode === 229;
    if (event.key !== "Escape" || taken || document.querySelector("dialog[open]")) return;
    host.send("close");
  });
  if (host.focus) enter();
}

function build(host) {
  const writing = new Writing(byId("box"), (on) => report(conversation, on));
  const composer = new Composer(byId("composer"), (text) => {
    writing.done();
    conversation.send(text);
  });
  refuseFiles(() => conversation.status.news("files_refused"));
  const rating = new Rating(new Map(), (item) => conversation.send(item.title, item.key));
  const transcript = new Transcript(byId("messages"), {
    choose: (item) => conversation.send(item.title, item.key),
    putBack: (text) => composer.putBack(text),
    shown: (item, message, rated) => rating.under(item, message, rated),
  });
  const ended = (over) => {
    byId("ended").hidden = !over;
    for (const id of ["talk", "writing"]) byId(id).hidden = over;
  };
  const page = { composer, transcript, rating, host, ended, status: new Status(), newer: new Newer(byId("newer")), unread: new Unread(host) };
  const conversation = new Conversation(page);
  rating.told = (opinion) => conversation.connection?.share?.(opinion);   // to the other tabs
  return conversation;
}

async function start() {
  const words = load();
  const host = framed ? await meet() : null;
  if (host) {
    belong(host.site);
    dress(host);
  }
  await words;
  speak(pick(wishes(host)));
  const conversation = build(host);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => changeLanguage(conversation, button.dataset.language));
  }
  new Menu(byId("menu"));
  byId("again").addEventListener("click", () => question("ask", () => conversation.startOver()));
  offerTelegram();
  byId("end").addEventListener("click", () => question("ask-end", () => conversation.end()));
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", () => save(conversation.transcript.messages, button.dataset.save));
  }
  byId("begin").addEventListener("click", () => conversation.open());
  printWhole();
  if (host) inFrame(host, conversation);
  await conversation.open();
}

document.documentElement.classList.toggle("framed", framed);
start();
