/** What belongs to a visit besides writing: its end, its language, who is visiting, what they thought of answers. */
import { attempt } from "./api.js";
import { identify } from "./identity.js";
import { wake } from "./pause.js";
import { lasting, read, write } from "./store.js";

/** Ends the gateway's side of a token as well; if that fails, the token ends by its own age. */
export const revoke = (token) => token && attempt("api/session", { method: "DELETE", token });

const PROTOCOL = "1";   // written once more in bot/channels/public.py

/** A page that stayed open while the help desk changed loads itself anew, once; what is written is kept. */
export function renew(protocol) {
  if (!protocol || protocol === PROTOCOL || !lasting() || read("renewed") === protocol) return;
  write("renewed", protocol);
  window.location.reload();
}

/** Shows what this visitor thought of the answers so far. */
export async function remember(token, { rating, transcript }) {
  const answer = await attempt("api/feedback", { token });
  if (answer) rating.known(answer.feedback, transcript);
}

/** Goes on in another language; before the first question the greeting changes with it. */
export async function speakOn(conversation, language) {
  if (conversation.over) return;
  if (!conversation.transcript.spoken) await conversation.renew();
  else await attempt("api/language", { method: "POST", token: read("token"), body: { language } });
}

/** The site says who is writing. Another person than before gets a conversation of their own. */
export async function introduce(conversation, token) {
  conversation.host.identity = token;
  if (conversation.over) return;
  if (!conversation.joined) {
    wake();
    return;
  }
  const result = await identify(token);
  if (result === "other_person") return void conversation.startOver();
  conversation.host.send(result === "identified" ? "identified" : "refused");
  if (result === "identified") await conversation.open();
}
