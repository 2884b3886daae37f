// Keys of one letter, each of which can be switched off, the command bar and the list of keys. Every one of them does what a link
// or a button on the page does too.
"use strict";

(() => {
  const on = new Set((document.body.dataset.keys || "").split(" "));
  const over = document.getElementById("over");
  if (!over) return;
  const place = over.querySelector(".over-content");
  let composing = false;
  document.addEventListener("compositionstart", () => (composing = true));
  document.addEventListener("compositionend", () => (composing = false));
  // The key 229 belongs to an input method, whatever the order of events.
  const isComposing = (event) => composing || event.isComposing || event.keyCode === 229;

  async function show(address, name) {
    if (over.open) return;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    // Whoever is signed out, or without a line, gets the page itself, which says so.
    if (!answer || !answer.ok || answer.redirected) return location.assign(address);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...made.body.childNodes);
    over.setAttribute("aria-label", name);
    over.showModal();
    const box = place.querySelector("[role=combobox]");
    if (box) combobox(box);
  }

  function opens(link) {
    return () => show(link.getAttribute("href"), link.dataset.over);
  }
  for (const link of document.querySelectorAll("a[data-over]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      opens(link)();
    });
  }
  over.addEventListener("click", (event) => event.target === over && over.close());
  over.querySelector("button").addEventListener("click", () => over.close());
  over.addEventListener("close", () => place.replaceChildren());

  // --- the command bar
  const REFERENCE = /^cb-?\s*(\d{4})-?\s*([0-9a-z]{6})$/i;

  function combobox(box) {
    const frame = box.closest(".commands");
    const list = document.getElementById(box.getAttribute("aria-controls"));
    const fixed = [...list.children];
    let shown = fixed;
    let at = 0;

    function made(id, href, say) {
      const option = document.createElement("li");
      option.id = id;
      option.setAttribute("role", "option");
      option.dataset.href = href;
      option.textContent = say;
      return option;
    }
    function of(typed) {
      if (!typed) return fixed;
      const words = typed.toLowerCase().split(/\s+/);
      const found = fixed.filter((one) => words.every((word) => one.textContent.toLowerCase().includes(word)));
      const named = REFERENCE.exec(typed);
      const reference = named && `CB-${named[1]}-${named[2].toUpperCase()}`;
      const open = named ? [made("command-case", `/desk/cases/${reference}`, frame.dataset.sayCase.replace("…", reference))] : [];
      const search = made("command-search", `/desk/search?q=${encodeURIComponent(typed)}`, frame.dataset.saySearch.replace("…", typed));
      return [...open, ...found, search];
    }
    function choose(number) {
      at = (number + shown.length) % shown.length;
      for (const one of shown) one.setAttribute("aria-selected", String(one === shown[at]));
      box.setAttribute("aria-activedescendant", shown[at].id);
      shown[at].scrollIntoView({ block: "nearest" });
    }
    function look() {
      shown = of(box.value.trim());
      list.replaceChildren(...shown);
      document.getElementById("command-say").textContent = shown.length > 1 || !box.value.trim() ? "" : frame.dataset.sayNone;
      choose(0);
    }
    function act(option) {
      if (option.dataset.submit) return document.getElementById(option.dataset.submit).requestSubmit();
      location.assign(option.dataset.href);
    }
    const moves = {
      ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Enter: () => act(shown[at]),
    };
    box.addEventListener("input", (event) => event.isComposing || look());
    box.addEventListener("compositionend", look);
    box.addEventListener("keydown", (event) => {
      if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves)) return;
      event.preventDefault();
      moves[event.key]();
    });
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) act(option);
    });
    box.focus();
    look();
  }

  // --- keys
  const rows = () => [...document.querySelectorAll("main a.whole")];
  function go(step) {
    const all = rows();
    if (!all.length) return false;
    const now = all.indexOf(document.activeElement);
    const next = all[now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1)];
    next.focus();
    return true;
  }
  function focus(selector) {
    const found = document.querySelector(selector);
    if (!found) return false;
    for (let around = found.closest("details"); around; around = around.parentElement.closest("details")) {
      if (!(found.localName === "summary" && found.parentElement === around)) around.open = true;
    }
    found.focus();
    if (found.select) found.select();
    found.scrollIntoView({ block: "nearest" });
    return true;
  }
  function press(selector) {
    const link = document.querySelector(selector);
    if (link) opens(link)();
    return Boolean(link);
  }
  const act = {
    next: () => go(1),
    previous: () => go(-1),
    open: () => rows().includes(document.activeElement) && (document.activeElement.click(), true),
    reply: () => focus("#text") || focus(".taking button"),
    note: () => focus("textarea[data-note]"),
    assign: () => focus("select[name=colleague]"),
    finish: () => focus("#finish button"),
    search: () => focus("input[data-search]"),
    help: () => press("a[data-key=help]"),
  };
  const names = { j: "next", k: "previous", o: "open", r: "reply", n: "note", a: "assign", e: "finish", "/": "search", "?": "help" };

  document.addEventListener("keydown", (event) => {
    if (isComposing(event) || over.open || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k") {
      if (on.has("bar") && press("a[data-key=bar]")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const name = names[event.key];
    if (name && on.has(name) && act[name]()) event.preventDefault();
  });
})();
