/** Waiting between attempts: longer after each failure, cut short when there is news about the network. */

const news = new EventTarget();

/** Ends all pauses that are not firm: the network or the page has come back. */
export const wake = () => news.dispatchEvent(new Event("wake"));

window.addEventListener("online", wake);
document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });

/**
 * Milliseconds to wait after so many failures: doubles up to half a minute, with an element of chance so
 * that all visitors do not return at the same moment after a restart.
 */
export const backoff = (failures, chance = Math.random()) =>
  Math.round(Math.min(30_000, 400 * 2 ** Math.min(failures, 7)) * (0.5 + chance / 2));

/** Resolves after that time, or at the next wake unless the pause is firm. */
export function rest(milliseconds, { firm = false } = {}) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      news.removeEventListener("wake", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (!firm) news.addEventListener("wake", end);
  });
}
