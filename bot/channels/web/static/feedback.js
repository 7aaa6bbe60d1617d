// What readers say of an answer: one verdict a turn, which can be changed.
// Draws the form of templates/_feedback.html.
window.feedback = (() => {
  "use strict";

  const said = document.getElementById("log").dataset;
  const root = said.root;
  const STORE = "wence-verdicts";
  const KEPT = 50; // verdicts kept for a reload, as many as turns

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // ---- what was pressed, in this tab only ------------------------------------

  function load() {
    try {
      return new Map(JSON.parse(sessionStorage.getItem(STORE)) || []);
    } catch (error) {
      return new Map(); // No storage or broken storage: nothing was pressed.
    }
  }

  function remember(turn, verdict) {
    const pressed = load();
    pressed.delete(turn);
    pressed.set(turn, verdict);
    try {
      sessionStorage.setItem(STORE, JSON.stringify([...pressed].slice(-KEPT)));
    } catch (error) {
      // Without storage the buttons work, they only forget on reload.
    }
  }

  // ---- the form ---------------------------------------------------------------

  function choice(verdict, label) {
    return element("button",
      { type: "submit", name: "verdict", value: verdict, "aria-pressed": "false" }, label);
  }

  function show(form, verdict) {
    for (const button of form.querySelectorAll(".verdicts button")) {
      button.setAttribute("aria-pressed", String(button.value === verdict));
    }
  }

  function form(reply) {
    if (!said.feedback || !reply.turn || reply.status === "error") return "";
    const turn = `${reply.conversation} ${reply.turn}`;
    const note = element("textarea", { name: "note", rows: "2", maxlength: "500" });
    const more = element("details", {},
      element("summary", {}, said.saidNote),
      element("label", {}, said.saidNoNames, note),
      element("button", { type: "submit", class: "send-note", name: "verdict", value: "down" },
        said.saidSendNote));
    const status = element("p", { class: "said", role: "status" });
    const drawn = element("form",
      {
        class: "feedback", method: "post", action: `${root}/feedback`, "aria-label": said.saidJudge,
        "aria-live": "off",
      },
      element("input", { type: "hidden", name: "conversation", value: reply.conversation }),
      element("input", { type: "hidden", name: "turn", value: reply.turn }),
      element("div", { class: "verdicts" },
        choice("up", said.saidUseful),
        choice("down", said.saidUseless),
        choice("other", said.saidOther)),
      more,
      status);
    show(drawn, load().get(turn));
    drawn.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = event.submitter;
      const noted = button.classList.contains("send-note");
      // A note explains a complaint: the one made before, else that the answer was of no use.
      const verdict = noted && load().get(turn) === "other" ? "other" : button.value;
      const { ok, text } = await send(reply, verdict, note.value);
      status.textContent = text;
      if (!ok) return;
      remember(turn, verdict);
      show(drawn, verdict);
      more.open = !noted && verdict !== "up";
    });
    return drawn;
  }

  async function send(reply, verdict, note) {
    const { conversation, turn } = reply;
    try {
      const response = await fetch(`${root}/api/feedback`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ conversation, turn, verdict, note }),
      });
      return { ok: response.ok, text: (await response.json()).text };
    } catch (error) {
      return { ok: false, text: said.saidFailed };
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(STORE);
    } catch (error) {
      // Without storage nothing was kept.
    }
  }

  return { form, forget };
})();
