// Live pages for staff: one stream for all tabs of a browser, kept drafts, and sending with Ctrl + Enter.
"use strict";

const channel = "BroadcastChannel" in window ? new BroadcastChannel("desk") : null;

function tell(name) {
  document.getElementById("lost")?.toggleAttribute("hidden", name !== "lost");
  if (name === "ended") document.getElementById("ended")?.removeAttribute("hidden");
  if (name === "changed") document.body.dispatchEvent(new CustomEvent("desk-changed"));
}

function share(name) {
  channel?.postMessage(name);
  tell(name);
}

// Whoever holds the lock has the stream; when that tab closes, the next one gets the lock and opens its own.
function lead() {
  return new Promise((release) => {
    const stream = new EventSource("/desk/stream");
    stream.addEventListener("changed", () => share("changed"));
    stream.addEventListener("open", () => share("open"));
    stream.addEventListener("error", () => share("lost"));
    stream.addEventListener("ended", () => {
      stream.close();
      share("ended");
      release();
    });
  });
}

function listen() {
  if (!document.body.hasAttribute("data-signed-in")) return;
  channel?.addEventListener("message", (event) => tell(String(event.data)));
  if (navigator.locks) navigator.locks.request("desk-stream", lead);
  else lead();
}

// What somebody typed survives a reload, a cut line and a sign-in; it goes when the server says that it was taken.
function keepDrafts() {
  const taken = location.hash;
  if (taken.startsWith("#sent-")) {
    history.replaceState(null, "", location.pathname);
    // Without a script :target shows it; the focus also tells it to who does not see it, and leads there on a telephone.
    const sent = document.getElementById(taken.slice(1));
    sent?.classList.add("shown");
    sent?.focus();
  }
  for (const box of document.querySelectorAll("textarea[data-keep]")) {
    const key = `draft:${box.dataset.keep}`;
    const leaving = `leaving:${box.dataset.keep}`;
    const isTaken = taken === (box.form.classList.contains("reply") ? "#sent-reply" : "#sent-note");
    if (!isTaken && !sessionStorage.getItem(key)) sessionStorage.setItem(key, sessionStorage.getItem(leaving) || "");
    sessionStorage.removeItem(leaving);
    box.value = box.value || sessionStorage.getItem(key) || "";
    box.addEventListener("input", () => sessionStorage.setItem(key, box.value));
    box.form.addEventListener("submit", () => {
      sessionStorage.setItem(leaving, box.value);
      sessionStorage.removeItem(key);
    });
  }
  // What was refused comes back into the box on the page of its case.
  for (const box of document.querySelectorAll("textarea[data-restore]")) {
    sessionStorage.setItem(`draft:${box.dataset.restore}`, box.value);
    sessionStorage.removeItem(`leaving:${box.dataset.restore}`);
  }
}

// The number of cases that call for this person stands before the title, so that a tab in the background shows it.
const title = document.title;
function count() {
  const number = document.getElementById("calls")?.dataset.number;
  document.title = Number(number) ? `(${number}) ${title}` : title;
}

// The visitor is told that somebody is writing: from key presses alone, and it ends by itself after ten seconds.
const TYPING_AGAIN = 4000;

function tellTyping() {
  const form = document.getElementById("reply");
  if (!form) return;
  let told = 0;
  form.elements.text.addEventListener("input", (event) => {
    const on = event.target.value.trim() !== "";
    if (!event.isTrusted || (on ? Date.now() - told < TYPING_AGAIN : !told)) return;
    told = on ? Date.now() : 0;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, on: on ? "yes" : "no" });
    fetch(form.action.replace(/reply$/, "typing"), { method: "POST", body, keepalive: true }).catch(() => tell("lost"));
  });
}

let composing = false;
document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => (composing = false));

// Enter alone never sends; the key 229 belongs to an input method, whatever the order of events.
document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (!sends || composing || event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest?.("form.reply");
  if (form) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-insert]");
  const box = document.getElementById("text");
  if (!button || !box) return;
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !before.endsWith("\n") ? "\n\n" : "";
  box.setRangeText(gap + button.dataset.insert, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input"));
  box.focus();
});

// A form is answered once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The page of a case shows forms that fit its state; when the state moved on, it is fetched again, with the draft kept.
document.addEventListener("htmx:load", () => {
  count();
  const now = document.getElementById("version");
  const form = document.querySelector("aside input[name=version]");
  if (!now || !form) return showLast();
  const word = document.getElementById("reply") ? "yes" : "no";
  // Who took another case of the conversation has the word here too, though this case did not change.
  const taking = document.querySelector(".taking")?.dataset.epoch ?? now.dataset.epoch;
  if (form.value !== now.dataset.version || word !== now.dataset.word || taking !== now.dataset.epoch) location.reload();
  showLast();
});

// Whoever has scrolled up to read stays there when something new comes; null: at the end.
let place = null;
document.addEventListener("scroll", (event) => {
  const box = event.target;
  if (box.id !== "transcript") return;
  place = box.scrollTop + box.clientHeight >= box.scrollHeight - 8 ? null : box.scrollTop;
}, true);

// Whoever comes from the search is shown the message that was found.
let sought = /^#m-\d+$/.test(location.hash) ? location.hash.slice(1) : null;

function showLast() {
  const transcript = document.getElementById("transcript");
  const found = sought && document.getElementById(sought);
  if (transcript && found) {
    sought = null;
    found.scrollIntoView({ block: "center" });
    place = transcript.scrollTop;
  } else if (transcript) transcript.scrollTop = place ?? transcript.scrollHeight;
}

// What is open over the page closes with Escape or a click elsewhere.
function shut(event) {
  for (const open of document.querySelectorAll("details.sure[open]")) {
    if (event.key === "Escape" || (event.type === "click" && !open.contains(event.target))) open.open = false;
  }
}
document.addEventListener("keydown", shut);
document.addEventListener("click", shut);

// On a phone the menu is one line that scrolls: the page that is open must be in sight.
for (const here of document.querySelectorAll(".side nav [aria-current], .views [aria-current]")) here.scrollIntoView({ block: "nearest", inline: "center" });

listen();
keepDrafts();
tellTyping();
showLast();
