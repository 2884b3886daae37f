/** Files are refused before anything of them leaves the device: by paste, by drop, wherever on the page. */

const holdsFiles = (transfer) => Array.from(transfer?.types || []).includes("Files");

/** Calls back when somebody tries to give the page a file. Text that comes with a picture (from a table) is taken. */
export function refuseFiles(refused) {
  document.addEventListener("paste", (event) => {
    if (!holdsFiles(event.clipboardData) || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    refused();
  });
  // Without this a browser opens the file in place of the conversation.
  document.addEventListener("dragover", (event) => { if (holdsFiles(event.dataTransfer)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    refused();
  });
}
