/** Going on in Telegram: an entry of the menu, only where the help desk has a chat there. */
import { attempt } from "./api.js";
import { safe } from "./links.js";
import { question } from "./menu.js";
import { read } from "./store.js";
import { number, say } from "./words.js";

const byId = (id) => document.getElementById(id);

/** Asks once, when the menu is first opened, whether there is such a chat. */
async function find(menu, entry) {
  if (!menu.open || entry.dataset.known) return;
  entry.dataset.known = "yes";
  const answer = await attempt("api/continue");
  if (answer) entry.parentElement.hidden = !answer.telegram;
  else delete entry.dataset.known; // asked again the next time
}

/** Shows the link, which is good once; it is opened by whoever presses it, so no browser takes it for an intruder. */
async function show() {
  const made = await attempt("api/continue", { method: "POST", token: read("token") });
  const link = byId("go-on-link");
  link.href = safe(made?.telegram) || "";
  link.hidden = !link.getAttribute("href");
  say(byId("go-on-text"), link.hidden ? "go_on_failed" : "go_on_explained", { minutes: number(made?.minutes || 0) });
  question("go-on", () => {});
}

/** Puts the entry to work; pressing the link closes the dialog. */
export function offerTelegram() {
  const menu = byId("menu");
  const entry = byId("telegram");
  menu.addEventListener("toggle", () => find(menu, entry));
  entry.addEventListener("click", show);
  byId("go-on-link").addEventListener("click", () => byId("go-on").close());
}
