/** The page that a letter leads to: its button exchanges the link for a session and opens the conversation. */
import { Refusal, Unreachable, ask } from "./api.js";
import { read, write } from "./store.js";
import { language, load, pick, say, speak } from "./words.js";

const byId = (id) => document.getElementById(id);
const link = window.location.hash.slice(1);
// The secret must not stay in the address bar, nor in the history of this browser.
history.replaceState(null, "", "/back");

function gone() {
  say(byId("status"), "back_gone");
  byId("text").hidden = true;
  byId("replaces").hidden = true;
  byId("open").hidden = true;
  byId("new").hidden = false;
}

async function enter() {
  byId("open").disabled = true;
  try {
    const session = await ask("api/back", { method: "POST", body: { link }, language: language() });
    write("token", session.token);
    write("language", session.language);
    window.location.replace("/");
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    if (error.gone) return gone();
    say(byId("status"), "back_failed");
    byId("open").disabled = false;
  }
}

async function start() {
  await load("back.json");
  speak(pick([read("language"), ...navigator.languages]));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => { write("language", button.dataset.language); speak(button.dataset.language); });
  }
  byId("replaces").hidden = !read("token");
  byId("open").addEventListener("click", enter);
  if (!link) gone();
}

start();
