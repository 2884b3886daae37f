/** Quick replies: the keys behind them are the gateway's; here they are only buttons with a title. */
import { keep, say, word } from "./words.js";

/** A group of buttons; choose(item) is called once, for the first that is pressed. */
export function replies(items, choose) {
  const group = document.createElement("div");
  group.className = "choices";
  group.setAttribute("role", "group");
  keep(group, () => group.setAttribute("aria-label", word("choices")));
  for (const item of items) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choice";
    button.dataset.title = item.title;
    if (item.while) button.dataset.while = item.while;
    button.textContent = item.title;
    button.addEventListener("click", () => { if (settle(group, item.title)) choose(item); });
    group.append(button);
  }
  return group;
}

/** The title that was chosen in a group, or undefined. */
export const chosenIn = (group) => group.querySelector(".chosen")?.dataset.title;

/**
 * Marks the button with that title as chosen and the others as no longer available; the chosen one stays
 * enabled, or screen readers would lose the answer. False when there is no such button, or one was chosen before.
 */
export function settle(group, title) {
  const buttons = [...group.querySelectorAll(".choice")];
  const chosen = buttons.find((button) => button.dataset.title === title);
  if (!chosen || group.dataset.settled) return false;
  group.dataset.settled = "yes";
  for (const button of buttons) if (button !== chosen) button.setAttribute("aria-disabled", "true");
  chosen.classList.add("chosen");
  const mark = document.createElement("span");
  mark.className = "unseen";
  say(mark, "chosen_mark");
  chosen.append(" ", mark);
  return true;
}

/** Opens the group again: the choice could not be sent. */
export function unsettle(group) {
  delete group.dataset.settled;
  for (const button of group.querySelectorAll(".choice")) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("chosen");
    button.textContent = button.dataset.title;
  }
}
