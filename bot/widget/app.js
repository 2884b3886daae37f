/** Puts the page together. */
import { Composer } from "/static/composer.js";
import { Conversation } from "/static/conversation.js";
import { Newer } from "/static/scroll.js";
import { Status } from "/static/status.js";
import { read, write } from "/static/store.js";
import { Transcript } from "/static/transcript.js";
import { language, load, pick, speak } from "/static/words.js";

const byId = (id) => document.getElementById(id);

/** The language of the address, of the last visit, or of the browser. */
function wishes() {
  const address = new URLSearchParams(window.location.search).get("language");
  return [address, read("language"), ...navigator.languages];
}

/** The page's language; the conversation goes on in its own, unless nothing has been said in it yet. */
function changeLanguage(conversation, code) {
  if (code === language()) return;
  write("language", code);
  speak(code);
  if (!conversation.transcript.spoken) conversation.renew();
}

function startOver(conversation) {
  const dialog = byId("ask");
  dialog.returnValue = "no";
  dialog.onclose = () => { if (dialog.returnValue === "yes") conversation.startOver(); };
  dialog.showModal();
}

function printWhole() {
  window.addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("details:not([open])")) {
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

async function start() {
  await load();
  speak(pick(wishes()));
  const composer = new Composer(byId("composer"), (text) => conversation.send(text));
  const transcript = new Transcript(byId("messages"), {
    choose: (item) => conversation.send(item.title, item.key),
    putBack: (text) => composer.putBack(text),
  });
  const page = { composer, transcript, status: new Status(), newer: new Newer(byId("newer")) };
  const conversation = new Conversation(page);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => changeLanguage(conversation, button.dataset.language));
  }
  byId("again").addEventListener("click", () => startOver(conversation));
  printWhole();
  await conversation.open();
}

start();
