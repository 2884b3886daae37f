/**
 * The chat in a frame on a page of another site. That page is believed only what it says over the port that it
 * gave us with its greeting, and the greeting only if it comes from our parent and from a site that may embed us.
 */

const named = document.querySelector("meta[name=citybridge-sites]").content.split(" ").filter(Boolean);
const sites = named.map((site) => (site === "self" ? window.location.origin : site));
const COMMANDS = ["shown", "hidden", "language", "identify", "reset"];

/** Whether this page is the one for frames, and in one. */
export const framed = sites.length > 0 && window.parent !== window;

const text = (value) => (typeof value === "string" ? value : "");

export class Host {
  constructor(port, origin, options) {
    this.port = port;
    this.site = origin === window.location.origin ? "" : origin;
    this.language = text(options.language);
    this.accent = text(options.accent);
    this.theme = text(options.theme);
    this.identity = text(options.identity) || null;
    this.shown = options.shown === true;
    this.focus = this.shown && options.focus === true;
  }

  /** Begins to listen: on is {shown(focus), hidden(), language(code), identify(token), reset()}. */
  listen(on) {
    this.port.onmessage = ({ data }) => this.heard(data, on);
    this.send("ready");
  }

  heard(data, on) {
    const type = text(data?.type);
    if (!COMMANDS.includes(type)) return;
    if (type === "shown" || type === "hidden") this.shown = type === "shown";
    const value = { shown: data.focus === true, language: text(data.language), identify: text(data.token) }[type];
    on[type](value);
  }

  /** Tells the page of the site something; never anything that was said. */
  send(type, values = {}) {
    this.port.postMessage({ ...values, type });
  }
}

/** Resolves with the host once it has greeted us. */
export function meet() {
  return new Promise((resolve) => {
    window.addEventListener("message", function hear({ source, origin, data, ports }) {
      if (source !== window.parent || !sites.includes(origin)) return;
      if (data?.citybridge !== "hello" || ports.length !== 1 || typeof data.options !== "object") return;
      window.removeEventListener("message", hear);
      resolve(new Host(ports[0], origin, data.options || {}));
    });
  });
}
