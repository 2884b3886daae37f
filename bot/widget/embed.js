/*
 * CityBridge 城桥: puts the help desk on a page of another site. Served as /widget.js, with its words filled in.
 * It draws a launcher, loads the chat in a frame when it is wanted, and speaks to it over a private port.
 * Nothing of a conversation comes here: the page learns only that there is news, and how much.
 */
(() => {
  const script = document.currentScript;
  const earlier = window.CityDesk;
  if (!script || earlier?.mounted) return;
  const BASE = new URL(".", script.src).href;
  const DESK = new URL(BASE).origin;
  const WORDS = __WORDS__;
  const PATIENCE = 20_000;     // a frame that does not answer by then is refused, blocked or unreachable
  const FAREWELL = 3_000;
  const KNOWN = "citybridge-helpdesk";   // this browser has a conversation, or has the panel open
  const given = script.dataset;
  const listeners = {};
  let language = [given.lang, document.documentElement.lang, ...navigator.languages].map(code).find(Boolean) || "en";
  let identity = null;
  let parts = null;            // the elements, while the widget is on the page
  let port = null;
  let [ready, open, unread, waiting] = [false, false, 0, null];
  const STYLE = __STYLE__;

  function code(wish) {
    const start = String(wish || "").toLowerCase().split("-")[0];
    return start === "en" || start === "zh" ? start : null;
  }

  const word = (key, values = {}) => WORDS[key][language].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /** What the page remembers; a page that may store nothing forgets, and that is all. */
  function remember(store, value) {
    try {
      const place = window[store];
      if (value === undefined) return place.getItem(KNOWN);
      if (value) place.setItem(KNOWN, value);
      else place.removeItem(KNOWN);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
    return null;
  }

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  /** A speech bubble with a bridge in it; its colours are in the style. */
  function picture() {
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    svg.setAttribute("viewBox", "0 0 32 32");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 7a4 4 0 0 1 4-4h16a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H14l-7 6v-6.2A4 4 0 0 1 4 19zM8 16c4 0 4-7 8-7s4 7 8 7");
    svg.append(path);
    return svg;
  }

  /** Black or white on the colour of the site, whichever can be read. */
  function colour(root) {
    if (!/^#[0-9a-f]{6}$/i.test(given.accent || "")) return;
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(given.accent.slice(at, at + 2), 16) / 255) ** 2.2);
    root.style.setProperty("--accent", given.accent);
    root.style.setProperty("--ink", 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000" : "#fff");
  }

  function mount() {
    if (parts) return;
    const host = make("div", { id: "citybridge-helpdesk" });
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
    const [label, badge] = ["label", "badge"].map((className) => make("span", { className }));
    const launcher = make("button", { type: "button", className: "launcher" }, picture(), label, badge);
    const panel = make("div", { className: "panel", hidden: true, inert: true });
    const news = make("p", { className: "news" });
    const root = make("div", { className: given.side === "left" ? "left" : "" }, launcher, panel, news);
    panel.role = "dialog";
    launcher.ariaHasPopup = "dialog";
    news.role = "status";
    launcher.hidden = "hidden" in given;
    launcher.addEventListener("click", () => api.toggle());
    root.addEventListener("keydown", (event) => { if (event.key === "Escape" && open) api.close(); });
    shadow.append(root);
    colour(host);
    parts = { host, root, launcher, label, badge, panel, news, frame: null, trouble: null };
    write();
    document.body.append(host);
    // A visitor who has written before is to see that there is an answer; others load nothing until they want to.
    if (remember("sessionStorage")) show(false);
    else if (remember("localStorage")) load();
  }

  function write() {
    const { host, launcher, label, badge, panel, frame } = parts;
    host.lang = language === "zh" ? "zh-Hans" : "en";
    label.textContent = open ? word("close") : word("label");
    badge.textContent = unread > 99 ? "99+" : unread || "";
    badge.hidden = !unread || open;
    launcher.ariaExpanded = String(open);
    launcher.ariaLabel = label.textContent + (unread && !open ? word("comma") + word("unread", { count: unread }) : "");
    panel.ariaLabel = word("panel");
    if (frame) frame.title = word("panel");
  }

  function load() {
    if (parts.frame) return;
    const frame = make("iframe", { src: `${BASE}widget`, referrerPolicy: "no-referrer", allow: "clipboard-write" });
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals");
    frame.addEventListener("load", () => greet(frame));
    parts.frame = frame;
    write();
    parts.panel.prepend(frame);
    waiting = setTimeout(() => { if (!ready) fail(); }, PATIENCE);
  }

  /** Gives the frame the other end of a port. The browser delivers it to the help desk's origin or to nobody. */
  function greet(frame) {
    port?.close();
    ready = false;
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port.onmessage = (event) => heard(event.data);
    const options = { language, accent: given.accent || "", theme: given.theme || "auto", shown: open, focus: parts.host.shadowRoot.activeElement === frame, identity };
    frame.contentWindow.postMessage({ citybridge: "hello", options }, DESK, [port2]);
  }

  function heard(message) {
    if (!message || typeof message.type !== "string") return;
    if (message.type === "ready") began();
    if (message.type === "close") api.close();
    if (message.type === "unread") counted(Number(message.count) || 0);
    if (message.type === "language" && code(message.language)) { language = code(message.language); write(); }
    if (message.type === "talking") remember("localStorage", message.on ? "known" : "");
    if (["identified", "refused", "ended"].includes(message.type)) tell(message.type);
  }

  function began() {
    ready = true;
    clearTimeout(waiting);
    parts.root.classList.add("ready");   // from now on the chat has its own way to close it
    parts.trouble?.remove();
    parts.trouble = null;
    tell("ready");
  }

  function counted(count) {
    if (count > unread && !open) {
      parts.news.textContent = word("unread", { count });
      setTimeout(() => { if (parts) parts.news.textContent = ""; }, 1000);
    }
    if (count === unread) return;
    unread = count;
    write();
    tell("unread", count);
  }

  function fail() {
    const { frame, panel } = parts;
    const again = make("button", { type: "button", textContent: word("again") });
    const alone = make("a", { href: BASE, target: "_blank", rel: "noopener", textContent: word("alone") });
    again.addEventListener("click", () => { frame.remove(); trouble.remove(); Object.assign(parts, { frame: null, trouble: null }); load(); });
    const trouble = make("div", { className: "trouble" }, make("p", { textContent: word("unreachable") }), again, alone);
    parts.trouble = trouble;
    panel.append(trouble);
    tell("unreachable");
  }

  const tell = (name, value) => listeners[name]?.forEach((listener) => listener(value));

  // What is sent before the frame listens waits in the port.
  const send = (message) => port?.postMessage(message);

  /** Opens the panel; only what a person did moves the focus. */
  function show(focus) {
    if (open) return;
    open = true;
    load();
    parts.panel.hidden = parts.panel.inert = false;
    parts.root.classList.add("open");
    remember("sessionStorage", "open");
    write();
    if (focus) parts.frame.focus();
    send({ type: "shown", focus });
    tell("open");
  }

  const api = {
    open() { mount(); show(true); },
    close() {
      if (!open) return;
      const inside = parts.host.shadowRoot.activeElement;
      open = false;
      parts.panel.hidden = parts.panel.inert = true;
      parts.root.classList.remove("open");
      remember("sessionStorage", "");
      write();
      if (inside) parts.launcher.focus();
      send({ type: "hidden" });
      tell("close");
    },
    toggle() { return open ? api.close() : api.open(); },
    setLanguage(wish) {
      language = code(wish) || language;
      if (parts) write();
      send({ type: "language", language });
    },
    identify(token) {
      identity = String(token);
      send({ type: "identify", token: identity });
    },
    reset() {
      identity = null;
      send({ type: "reset" });
      remember("localStorage", "");
    },
    on(name, listener) { (listeners[name] ||= []).push(listener); },
    shutdown() {
      if (!parts) return;
      const { host } = parts;
      api.close();
      api.reset();
      host.style.setProperty("display", "none");
      // The frame is left the time to tell the help desk that this conversation is over on this device.
      setTimeout(() => host.remove(), port ? FAREWELL : 0);
      clearTimeout(waiting);
      parts = null; port = null; ready = false; unread = 0;
    },
  };

  function call(name, ...values) {
    if (!Object.hasOwn(api, name)) throw new TypeError(`CityDesk knows no "${name}"; it knows ${Object.keys(api).join(", ")}.`);
    return api[name](...values);
  }

  function start() {
    const queue = [...(earlier?.q || [])];
    const first = ([name]) => ["identify", "on", "setLanguage"].includes(name);   // before anything is shown
    for (const [name, ...values] of queue.filter(first)) call(name, ...values);
    mount();
    for (const [name, ...values] of queue.filter((each) => !first(each))) call(name, ...values);
  }

  window.CityDesk = Object.assign(call, { mounted: true });
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
