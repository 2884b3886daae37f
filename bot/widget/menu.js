/** The menu, and the questions before something is forgotten. */

const byId = (id) => document.getElementById(id);

/** A menu that closes when something in it was chosen, by Escape, or when the focus or the pointer goes elsewhere. */
export class Menu {
  constructor(box) {
    this.box = box;
    this.opener = box.querySelector("summary");
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => { if (event.target.closest("button")) this.close(); });
    box.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) this.close(); });
    document.addEventListener("pointerdown", ({ target }) => { if (!box.contains(target)) this.close(); });
    window.addEventListener("blur", () => this.close());
  }

  close() { this.box.open = false; }

  key(event) {
    if (event.key !== "Escape" || !this.box.open) return;
    event.preventDefault();
    this.close();
    this.opener.focus();
  }
}

/** Asks in a dialog; calls done when the answer is yes. The focus goes back to the menu. */
export function question(id, done) {
  const dialog = byId(id);
  dialog.returnValue = "no";
  dialog.onclose = () => {
    byId("menu").querySelector("summary").focus();
    if (dialog.returnValue === "yes") done();
  };
  dialog.showModal();
}
