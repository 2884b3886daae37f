// The key "/" leads to the search, from everywhere but a field; it can be switched off on the page of the search.
"use strict";

(() => {
  const box = document.querySelector("input[data-search]");
  if (!box) return;
  const name = "slash-key";
  const isOn = () => localStorage.getItem(name) !== "off";
  const tick = document.getElementById(name);
  if (tick) {
    tick.checked = isOn();
    tick.addEventListener("change", () => localStorage.setItem(name, tick.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.keyCode === 229;
    if (event.key !== "/" || isTyping || isOther || !isOn()) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
