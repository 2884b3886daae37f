/** The conversation as a file on this device, made here: text, or a page that can be read and printed anywhere. */
import { attempt } from "./api.js";
import { read } from "./store.js";
import { clock, language, say, tag, word } from "./words.js";

const STYLE = "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}h2{font-size:1rem;margin:1.5rem 0 0}p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}";

const heading = (message) => `${word(`author_${message.author}`)} · ${clock(new Date(message.created), new Date(0))}`;

/** What a message says, with the addresses of its sources. */
function lines(message) {
  const items = (message.parts || []).flatMap((part) => (part.type === "sources" ? part.items || [] : []));
  return [message.text, ...items.filter((item) => item.url).map((item) => `${item.title}: ${item.url}`)];
}

/** The messages as plain text. */
export const asText = (messages) =>
  [word("title"), ...messages.map((message) => [heading(message), ...lines(message)].join("\n"))].join("\n\n") + "\n";

/** The messages as a page of its own, without scripts; all of it is text. */
export function asPage(messages) {
  const page = document.implementation.createHTMLDocument(word("title"));
  const make = (name, text, lang) => {
    const element = page.createElement(name);
    element.textContent = text;
    if (lang) element.lang = lang;
    return element;
  };
  page.documentElement.lang = tag(language());
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  page.body.append(make("h1", word("title")));
  for (const message of messages) {
    page.body.append(make("h2", heading(message)), make("p", lines(message).join("\n"), tag(message.language)));
  }
  // As text: a style element made here would be measured by the policy of our own page.
  return `<!doctype html>\n${page.documentElement.outerHTML.replace("</head>", () => `<style>${STYLE}</style></head>`)}\n`;
}

/** Hands a file to the browser: the messages, or a page that was made elsewhere. */
export function save(messages, form, made) {
  const page = form === "html";
  const type = page ? "text/html" : "text/plain";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([made || (page ? asPage(messages) : asText(messages))], { type: `${type};charset=utf-8` }));
  link.download = `citybridge-${new Date().toISOString().slice(0, 10)}.${page ? "html" : "txt"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A button that saves all that is stored about the visitor: fetched with the token, which never stands in an address. */
export function ownData() {
  const button = say(document.createElement("button"), "save_page");
  button.type = "button";
  button.addEventListener("click", async () => {
    const answer = await attempt(`api/mydata?language=${language()}`, { token: read("token") });
    if (answer) save([], "html", answer.page);
    else say(button, "rate_failed");
  });
  return button;
}
