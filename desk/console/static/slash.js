// While typing: "/" and letters list canned replies, in a note "@" and letters colleagues. Arrows choose, Enter or Tab
// inserts, Escape closes.
"use strict";

(() => {
  // The sign must begin a word, so that an address or a date never opens a list.
  const slash = /(?:^|[\s\u3000-\u303f\uff00-\uff0f])(\/([^\s/]{0,24}))$/;
  const at = /(?:^|[^\w.])([@\uff20]([^\s@\uff20]{0,24}))$/;
  suggest(document.getElementById("text"), document.getElementById("slash"), slash);
  suggest(document.querySelector("textarea[data-note]"), document.getElementById("mentions"), at);
})();

function suggest(box, list, sign) {
  if (!box || !list) return;
  const options = [...list.querySelectorAll("li")];
  let shown = [];
  let at = 0;

  function typed() {
    const before = box.value.slice(0, box.selectionStart);
    const found = sign.exec(before);
    return found ? { word: found[2].toLowerCase(), start: before.length - found[1].length } : null;
  }

  function choose(number) {
    at = (number + shown.length) % shown.length;
    for (const option of options) option.setAttribute("aria-selected", String(option === shown[at]));
    box.setAttribute("aria-activedescendant", shown[at].id);
    shown[at].scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    shown = [];
    box.removeAttribute("aria-activedescendant");
  }

  function look() {
    const place = typed();
    const begins = (one) => one.dataset.shortcut.startsWith(place.word);
    const holds = (one) => !begins(one) && one.textContent.toLowerCase().includes(place.word);
    shown = place ? [...options.filter(begins), ...options.filter(holds)] : [];
    if (!shown.length) return close();
    for (const option of options) option.hidden = !shown.includes(option);
    list.append(...shown); // in the order in which the arrows walk
    list.hidden = false;
    choose(0);
  }

  function insert(option) {
    const place = typed();
    if (!place) return close();
    box.setRangeText(option.dataset.insert, place.start, box.selectionStart, "end");
    close();
    box.dispatchEvent(new Event("input"));
    box.focus();
  }

  const moves = { ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Enter: () => insert(shown[at]), Tab: () => insert(shown[at]), Escape: close };
  box.addEventListener("input", (event) => event.isComposing || look());
  box.addEventListener("compositionend", look);
  box.addEventListener("blur", () => setTimeout(close, 150));
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || !(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    moves[event.key]();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) insert(option);
  });
}
