// The chat inside a frame: Escape asks the page around it to close it, a call opens no empty tab.
(() => {
  "use strict";

  // A frame with a sandbox that lacks allow-same-origin: nothing it asks is answered.
  if (window.origin === "null") {
    document.getElementById("walled").hidden = false;
    document.body.classList.add("walled");
  }

  document.addEventListener("keydown", (event) => {
    // While an input method composes, Escape drops a word.
    if (event.key !== "Escape" || event.isComposing) return;
    // The message says nothing but that, so any page around may hear it.
    window.parent.postMessage("wence:close", "*");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.protocol === "tel:") link.target = "_self";
  });
})();
