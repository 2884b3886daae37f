/** Notices that somebody is writing, from their key presses alone, and tells it at most every few seconds. */

import { Refusal, Unreachable, ask } from "./api.js";
import { read } from "./store.js";

const AGAIN = 4_000;    // the other side forgets it after ten seconds

export class Writing {
  /** tell(on) is called with true while somebody writes and with false once the box is empty. */
  constructor(box, tell) {
    Object.assign(this, { box, tell, told: 0 });
    box.addEventListener("input", (event) => { if (event.isTrusted) this.pressed(); });
  }

  pressed() {
    if (!this.box.value.trim()) return this.done();
    if (Date.now() - this.told < AGAIN) return undefined;
    this.told = Date.now();
    return this.tell(true);
  }

  /** What was written is sent, or gone. */
  done() {
    if (!this.told) return;
    this.told = 0;
    this.tell(false);
  }
}

/** Tells staff that somebody is writing; the gateway says nothing of it to the assistant. */
export async function report(conversation, on) {
  if (!conversation.joined || !["queue", "person"].includes(conversation.status.owner)) return;
  try {
    await ask("api/typing", { method: "POST", token: read("token"), body: { on } });
  } catch (error) {
    // Lost: it would have ended by itself within seconds.
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
  }
}
