// Taking an answer along with its proofs: copied, shared, printed.
window.share = (() => {
  "use strict";

  const said = document.getElementById("log").dataset;
  const root = said.root;

  // The answer as plain text, then where each proof can be read.
  function words(shown, reply) {
    const places = (reply.citations || [])
      .filter((citation) => citation.url)
      .map((citation) => [
        `${citation.document} ${citation.place}`.trim(),
        new URL(citation.url.replace(/^\/(?!\/)/, `${root}/`), window.location.href),
      ])
      .filter(([, address]) => ["http:", "https:"].includes(address.protocol))
      .map(([place, address]) => `${place}: ${address.href}`);
    return [shown, reply.text, [...new Set(places)].join("\n")].filter(Boolean).join("\n\n");
  }

  function button(label, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", action);
    return made;
  }

  // The clipboard interface is missing on plain http pages other than localhost.
  async function copy(text) {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return;
    }
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "unseen";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) throw new Error("not copied");
  }

  function tools(turn, shown, reply) {
    if (reply.status === "error") return "";
    const text = words(shown, reply);
    const status = document.createElement("p");
    status.className = "said";
    status.setAttribute("role", "status");
    const made = document.createElement("div");
    made.className = "tools";
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", said.saidKeep);
    made.setAttribute("aria-live", "off");
    made.append(button(said.saidCopy, async (event) => {
      try {
        await copy(text);
        status.textContent = said.saidCopied;
      } catch (error) {
        status.textContent = said.saidNotCopied;
      }
      event.target.focus();
    }));
    if (navigator.share) {
      made.append(button(said.saidShare, async () => {
        try {
          await navigator.share({ text });
        } catch (error) {
          // Closed without sharing, or the system refused: its own window has said so.
        }
      }));
    }
    if (prints()) made.append(button(said.saidPrint, () => printOnly(turn)));
    made.append(status);
    return made;
  }

  // ---- printing -----------------------------------------------------------------

  const UNTOLD = 5000; // milliseconds after which a browser that tells nothing has printed

  function prints() {
    // Browsers inside apps have no printer, though some have the function.
    return typeof window.print === "function" && !("insideApp" in said);
  }

  function printOnly(turn) {
    document.body.classList.add("one");
    turn.classList.add("printed");
    let begun = false;
    const begins = () => { begun = true; };
    window.addEventListener("beforeprint", begins);
    try {
      window.print();
      // Older browsers say neither when they begin to print nor when they end.
      if (!begun) setTimeout(showAll, UNTOLD);
    } catch (error) {
      showAll();
    }
    window.removeEventListener("beforeprint", begins);
  }

  function showAll() {
    document.body.classList.remove("one");
    for (const turn of document.querySelectorAll(".printed")) turn.classList.remove("printed");
  }

  // Whoever goes on has printed.
  for (const sign of ["pointerdown", "keydown"]) {
    document.addEventListener(sign, showAll, true);
  }

  // On paper nothing can be unfolded later.
  let folded = [];

  window.addEventListener("beforeprint", () => {
    // A browser may say it twice.
    folded.push(...document.querySelectorAll(".answer details:not([open])"));
    for (const details of folded) details.open = true;
  });

  window.addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    folded = [];
    showAll();
  });

  return { tools };
})();
