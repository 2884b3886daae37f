/** The file with the visitor's own data: fetched with the token, which never stands in an address. */
import { Refusal, Unreachable, arrive, call } from "./api.js";
import { hand } from "./saving.js";
import { read } from "./store.js";
import { keep, language, word } from "./words.js";

async function fetched(button) {
  button.disabled = true;
  try {
    const answer = await call(`api/mydata?form=html&language=${language()}`, { token: read("token"), accept: "text/html" });
    hand(await arrive(answer.blob()), "my-data", "html");
    keep(button, () => { button.textContent = word("mydata_open"); });
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    keep(button, () => { button.textContent = word("mydata_failed"); });
  }
  button.disabled = false;
}

/** A button in the text that saves the file on this device. */
export function ownData() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "inline";
  keep(button, () => { button.textContent = word("mydata_open"); });
  button.addEventListener("click", () => fetched(button));
  return button;
}
