/** The gateway over HTTP. The token travels in a header, never in an address. */
import { BASE } from "./words.js";

const PATIENCE = 30_000;

/** The gateway answered, with a refusal: status, code, its message for the visitor, seconds to wait. */
export class Refusal extends Error {
  constructor(status, code, message, wait) {
    super(message);
    Object.assign(this, { status, code, wait });
  }
  /** The conversation behind the token is no longer there. */
  get gone() { return [401, 404, 410].includes(this.status); }
  /** The same request may succeed later. */
  get passing() { return this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500; }
}

/** No usable answer came back: no network, a line cut in the middle, a page of somebody else's in between. */
export class Unreachable extends Error {}

async function refusal(answer) {
  const body = await answer.json().catch(() => ({}));
  const error = (body && body.error) || {};
  return new Refusal(answer.status, error.code || "", error.message || "", Number(answer.headers.get("Retry-After")) || 0);
}

/** Waits for a part of the network; what fails there (TypeError, AbortError, SyntaxError) becomes Unreachable. */
export async function arrive(promise) {
  try {
    return await promise;
  } catch (error) {
    throw new Unreachable(error.message);
  }
}

/** One request. Resolves with the Response; rejects with a Refusal or as Unreachable. */
export async function call(path, { method = "GET", body, token, language, signal, accept = "application/json" } = {}) {
  const headers = { Accept: accept };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (language) headers["Accept-Language"] = language;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await arrive(fetch(new URL(path, BASE), {
    method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer",
  }));
  if (!answer.ok) throw await refusal(answer);
  return answer;
}

/** A request that must end: gives its JSON, or rejects after half a minute. */
export async function ask(path, options = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.patience || PATIENCE);
  const stop = () => limit.abort();
  options.signal?.addEventListener("abort", stop);
  try {
    const answer = await call(path, { ...options, signal: limit.signal });
    return answer.status === 204 ? null : await arrive(answer.json());
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
  }
}

/** A request whose failure costs nothing that the visitor would have to be told. */
export async function attempt(path, options) {
  try {
    return await ask(path, options);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    return null;
  }
}

/** A random UUID (version 4); crypto.randomUUID is missing on plain http and in older browsers. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
