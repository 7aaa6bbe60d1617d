// What browsers of some years ago lack: which button sent a form (Safari before 15.4, the browsers
// inside apps). Loaded before the scripts that ask.
(() => {
  "use strict";

  let pressed = null;

  document.addEventListener("click", (event) => {
    const button = event.target.closest ? event.target.closest("button, input") : null;
    pressed = button && button.type === "submit" ? button : null;
  }, true);

  document.addEventListener("submit", (event) => {
    if (event.submitter === undefined) {
      const own = pressed && pressed.form === event.target ? pressed : null;
      Object.defineProperty(event, "submitter", { value: own });
    }
    pressed = null;
  }, true);
})();
