/**
 * Who the site says the visitor is. The gateway takes a token that we choose in place of the present one, so that
 * whoever knew the present one is out; if its answer is lost, both are tried.
 */
import { Refusal, Unreachable, ask } from "./api.js";
import { backoff, rest } from "./pause.js";
import { read, write } from "./store.js";

const BYTES = 32;
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Which of the two tokens is good, after an answer was lost; the good one is kept. */
export async function settled() {
  const next = read("next");
  if (!next) return;
  try {
    await ask("api/messages?after=0&wait=0", { token: next });
    write("token", next);
  } catch (error) {
    if (!(error instanceof Refusal && error.gone)) throw error;
  }
  write("next", null);
}

/** Tells the gateway who is writing. Gives "identified", or the code of its refusal. */
export async function identify(identity) {
  for (let failures = 0; ; failures += 1) {
    try {
      await settled();
      const next = base64url(crypto.getRandomValues(new Uint8Array(BYTES)));
      write("next", next);
      await ask("api/identity", { method: "POST", token: read("token"), body: { identity, next } });
      write("token", next);
      write("next", null);
      return "identified";
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
      if (error instanceof Refusal && !error.passing) {
        write("next", null);
        return error.code;
      }
    }
    await rest(backoff(failures));
  }
}
