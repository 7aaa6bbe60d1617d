// A button on somebody's page that opens the chat in a frame. One line puts it there:
// <script src="https://HOST/static/widget.js" data-lang="zh-Hans" defer></script>
// Styles are set by script, not as text: a policy that forbids inline style does not forbid them.
(() => {
  "use strict";

  const script = document.currentScript;
  // Named twice, by the page and its template.
  if (window.wenceWidget) return;
  window.wenceWidget = true;
  // Beside /static/, wherever the site stands.
  const home = new URL("../", script.src);
  const WORDS = {
    "zh-Hans": { open: "问策", close: "关闭", title: "问策:问文件、找渠道" },
    "zh-Hant": { open: "問策", close: "關閉", title: "問策:問文件、找渠道" },
    en: { open: "Ask Wence", close: "Close", title: "Wence: papers and whom to ask" },
  };
  const language = script.dataset.lang in WORDS ? script.dataset.lang : "zh-Hans";
  const said = WORDS[language];
  const FRONT = "2147483000"; // in front of whatever the page has

  const host = document.createElement("div");
  host.id = "wence";
  // Apart from the page: its styles do not reach in, ours do not reach out.
  const room = host.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const panel = document.createElement("div");
  let frame = null;

  button.type = "button";
  button.setAttribute("aria-controls", "wence-panel");
  Object.assign(button.style, {
    position: "fixed", right: "1rem", bottom: "1rem", zIndex: FRONT,
    minWidth: "5rem", minHeight: "48px", padding: "0 1.25rem",
    font: "600 1rem/1.4 system-ui, sans-serif", color: "#ffffff", background: "#0b5d57",
    border: "2px solid #ffffff", borderRadius: "24px", cursor: "pointer",
  });
  panel.id = "wence-panel";
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", said.title);
  Object.assign(panel.style, {
    position: "fixed", right: "1rem", bottom: "5rem", zIndex: FRONT,
    width: "min(26rem, calc(100vw - 2rem))",
    background: "#f5f4ef", border: "1px solid #7b8782", borderRadius: "12px", overflow: "hidden",
  });
  panel.hidden = true;
  panel.style.display = "none";

  // What can be seen of the page: without the bars of the browser and the keyboard, which 100vh
  // counts in. Where that is low, the panel takes all of it, the button below or beside it.
  const LOW = 440, TALL = 672, BESIDE = 480; // pixels

  function fit() {
    const seen = window.visualViewport;
    const height = seen ? seen.height : window.innerHeight;
    const top = seen ? seen.offsetTop : 0;
    const below = Math.max(window.innerHeight - top - height, 0); // hidden by a keyboard
    const low = height < LOW;
    const beside = low && window.innerWidth >= BESIDE;
    const edge = low ? 4 : 16;
    const room = edge + (beside ? 0 : button.offsetHeight + edge);
    button.style.bottom = `${below + edge}px`;
    panel.style.bottom = `${below + room}px`;
    panel.style.right = beside ? `${button.offsetWidth + 24}px` : "1rem";
    panel.style.height = `${Math.min(TALL, height - room - edge)}px`;
    panel.style.maxWidth = beside ? `calc(100vw - ${button.offsetWidth + 40}px)` : "";
  }

  function show(open) {
    // Nothing is fetched before somebody opens it.
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.title = said.title;
      frame.src = `${home.href}?embed=1&lang=${language}`;
      frame.allow = "clipboard-write; web-share";
      Object.assign(frame.style, { width: "100%", height: "100%", border: "0" });
      panel.append(frame);
    }
    panel.hidden = !open;
    panel.style.display = open ? "block" : "none";
    fit();
    button.textContent = open ? said.close : said.open;
    button.setAttribute("aria-expanded", String(open));
    (open ? frame : button).focus();
  }

  button.addEventListener("click", () => show(panel.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) show(false);
  });
  window.addEventListener("message", (event) => {
    const ours = frame && event.source === frame.contentWindow && event.origin === home.origin;
    if (ours && event.data === "wence:close") show(false);
  });

  for (const changing of [window, window.visualViewport].filter(Boolean)) {
    changing.addEventListener("resize", fit);
    changing.addEventListener("scroll", fit, { passive: true });
  }

  button.textContent = said.open;
  button.setAttribute("aria-expanded", "false");
  // The button first: who tabs on from it gets into the chat.
  room.append(button, panel);
  // In the head of a page, without defer, there is no body yet.
  if (document.body) document.body.append(host);
  else document.addEventListener("DOMContentLoaded", () => document.body.append(host));
})();
