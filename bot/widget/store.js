/**
 * What the page remembers on this device: the token of the conversation, the language, text not yet sent.
 * Messages themselves are never stored here. A browser that refuses storage (private mode, embedded pages)
 * gets a memory that lasts as long as the page.
 */

let prefix = "citybridge.";

class Memory {
  constructor() { this.values = new Map(); }
  get length() { return this.values.size; }
  key(index) { return [...this.values.keys()][index] ?? null; }
  getItem(key) { return this.values.get(key) ?? null; }
  setItem(key, value) { this.values.set(key, value); }
  removeItem(key) { this.values.delete(key); }
}

function open() {
  try {
    const probe = `${prefix}probe`;
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return localStorage;
  } catch (error) {
    if (error instanceof DOMException) return new Memory();
    throw error;
  }
}

const storage = open();

/** Keeps what belongs to the visitors of one site apart from all else. */
export function belong(site) { prefix = `citybridge.${site}.`; }

/** Whether what is stored outlives this page, and other tabs see it. */
export const lasting = () => !(storage instanceof Memory);

/** The stored value, or null. */
export const read = (name) => storage.getItem(prefix + name);

/** Stores a text; null or "" removes it. A full disk must not stop a conversation. */
export function write(name, value) {
  if (!value) return storage.removeItem(prefix + name);
  try {
    storage.setItem(prefix + name, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The names that begin with this, without our own prefix. */
export function names(start) {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  return keys.filter((key) => key?.startsWith(prefix + start)).map((key) => key.slice(prefix.length));
}

/** Forgets everything that is stored here. */
export function wipe() {
  for (const name of names("")) storage.removeItem(prefix + name);
}

/** Calls back when another tab of this browser changed that value. */
export function watch(name, changed) {
  window.addEventListener("storage", (event) => {
    if (event.key === prefix + name && event.newValue !== event.oldValue) changed(event.newValue);
  });
}
