// The chat page. Everything from outside is put in as text, never as markup.
(() => {
  "use strict";

  const log = document.getElementById("log");
  const form = document.getElementById("ask");
  const box = document.getElementById("message");
  const restart = document.getElementById("restart");
  const said = log.dataset;
  const kept = window.kept;
  const root = said.root; // path the site stands below, or empty
  const FEW = 4; // proofs shown before the rest is folded
  const PATIENCE = 30000; // milliseconds

  // ---- small tools -------------------------------------------------------

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      made.setAttribute(name, value);
    }
    made.append(...[].concat(...children).filter((child) => child !== null));
    return made;
  }

  function safe(url) {
    if (!url) return null;
    if (/^\/(?!\/)/.test(url)) url = root + url;
    try {
      const found = new URL(url, window.location.href);
      return ["http:", "https:", "tel:"].includes(found.protocol) ? url : null;
    } catch (error) {
      return null;
    }
  }

  // ---- drawing an answer, as templates/_answer.html does ---------------------

  function section(title, ...content) {
    return element("section", {}, element("h2", {}, title), ...content);
  }

  function proof(citation) {
    const address = safe(citation.url);
    const place = ` · ${citation.document} ${citation.place}`;
    const tag = element("span", { class: "tag" }, citation.verbatim ? said.saidQuote : said.saidLaw);
    const title = element("span", citation.verbatim ? { lang: "zh-Hans" } : {}, `《${citation.title}》`);
    const words = citation.verbatim ? said.saidRead : said.saidReadLaw;
    const source = element("p", { class: "source" }, title, " ",
      address ? element("a", { href: address }, words) : null,
      citation.basis ? element("span", { class: "basis" }, citation.basis) : null);
    if (citation.verbatim) {
      return element("details", { class: "proof" },
        element("summary", {}, tag, place),
        element("blockquote", { lang: "zh-Hans" }, citation.quote),
        source);
    }
    return element("details", { class: "proof law" },
      element("summary", {}, tag, place, " ",
        element("span", { class: "own-words" }, said.saidOwnWords)),
      element("p", {}, citation.quote),
      source);
  }

  function proofs(citations) {
    const drawn = citations.map(proof);
    const rest = drawn.slice(FEW);
    const more = rest.length
      ? element("details", { class: "more" },
        element("summary", {}, said.saidMore.replace("{count}", rest.length)), rest)
      : null;
    return element("div", { class: "proofs" }, drawn.slice(0, FEW), more);
  }

  function row(item, citations) {
    const citation = item.citation === null ? null : citations[item.citation];
    const address = citation && safe(citation.url);
    if (!address) return element("li", {}, item.text);
    const place = citation.place || (citation.verbatim ? said.saidQuote : said.saidLaw);
    return element("li", {}, item.text, " ",
      element("a", { class: "cite", href: address, title: citation.document }, place));
  }

  function contact(link) {
    const address = safe(link.url);
    const phone = link.url.startsWith("tel:") ? link.url.slice(4) : "";
    const name = element("strong", {}, link.label);
    if (phone && !link.label.includes(phone)) {
      name.append(" ", element("span", { class: "phone" }, phone));
    }
    const detail = link.detail ? element("span", { class: "detail" }, link.detail) : null;
    return address
      ? element("a", { class: "contact", href: address }, name, detail)
      : element("div", { class: "contact" }, name, detail);
  }

  function suggestion(item) {
    return element("button",
      { type: "submit", form: "ask", name: "choice", value: `${item.payload}\t${item.label}` },
      item.label);
  }

  function file(item) {
    const address = safe(item.url);
    if (item.kind === "image") {
      return element("li", {}, element("a", { class: "picture", href: address },
        element("img", { src: address, alt: item.label, loading: "lazy" })));
    }
    return element("li", {}, element("a", { class: "file", href: address },
      element("strong", {}, item.label), " ", element("span", { class: "detail" }, item.name)));
  }

  function answer(reply) {
    const list = (name) => reply[name] || [];
    const first = reply.first_aid || { lead: 0, links: 0 };
    const lead = list("lead").length ? reply.lead.slice(first.lead) : [reply.text];
    const links = list("links").slice(first.links);
    const files = list("attachments").filter((item) => safe(item.url));
    const next = list("suggestions").length
      ? section(said.saidNext, element("div", { class: "suggestions" }, reply.suggestions.map(suggestion)))
      : null;
    if (next) next.firstChild.className = "unseen";
    return element("div", { class: `answer ${reply.status}`, lang: reply.language },
      firstAid(list("lead").slice(0, first.lead), list("links").slice(0, first.links)),
      element("div", { class: "lead" }, lead.map((line) => element("p", {}, line))),
      list("rows").length
        ? element("ul", { class: "rows" }, reply.rows.map((item) => row(item, list("citations"))))
        : null,
      list("steps").length
        ? section(said.saidSteps,
          element("ol", { class: "steps" }, reply.steps.map((step) => element("li", {}, step))))
        : null,
      links.length
        ? section(said.saidContact, element("div", { class: "contacts" }, links.map(contact)))
        : null,
      notices(list("notices")),
      list("citations").length ? proofs(reply.citations) : null,
      list("background").length
        ? element("details", { class: "more" }, element("summary", {}, said.saidBackground),
          reply.background.map((line) => element("p", {}, line)))
        : null,
      reply.selection && safe(reply.selection)
        ? element("p", { class: "source" },
          element("a", { href: safe(reply.selection) }, said.saidSelection))
        : null,
      files.length
        ? section(said.saidFiles, element("ul", { class: "files" }, files.map(file)))
        : null,
      next);
  }

  // What to do in danger, before everything else, with the numbers to call.
  function firstAid(lines, links) {
    if (!lines.length) return null;
    return element("section", { class: "first-aid" },
      lines.map((line) => element("p", {}, line)),
      element("div", { class: "contacts" }, links.map(contact)));
  }

  function notices(list) {
    if (!list.length) return null;
    const drawn = section(said.saidNotice, list.map((notice) => element("p", {}, notice.text)));
    drawn.className = "notices";
    return drawn;
  }

  function turn(shown) {
    const question = element("p", { class: "question" },
      element("span", { class: "unseen" }, `${said.saidYou}: `), shown);
    const drawn = element("article", { class: "turn" }, question);
    log.append(drawn);
    return drawn;
  }

  // ---- asking -------------------------------------------------------------

  const state = kept.load();
  let busy = false;

  function save() {
    kept.save(state);
  }

  function localeFor(message) {
    // Typed words tell their language, unless the reader chose one; a button has that of the
    // answer it stands in.
    if ("chosen" in said) return said.locale;
    if (!message.startsWith("/")) return null;
    const last = state.turns[state.turns.length - 1];
    return last ? last.reply.language : said.locale;
  }

  function refused(status) {
    // A proxy in between has answered, with a page of its own.
    const text = status === 429 ? said.saidMany : said.saidDown;
    return { status: "error", text, language: said.locale };
  }

  async function request(sent) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(`${root}/api/chat`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          conversation: state.conversation,
          message: sent.message,
          message_id: sent.id,
          seen: sent.seen,
          locale: sent.locale,
        }),
        signal: patience.signal,
      });
      const reply = await response.json().catch((error) => {
        if (patience.signal.aborted) throw error;
        return refused(response.status);
      });
      return { reply, ok: response.ok, again: response.status >= 500 || response.status === 429 };
    } catch (error) {
      const text = patience.signal.aborted ? said.saidSlow : said.saidFailed;
      return { reply: { status: "error", text, language: said.locale }, ok: false, again: true };
    } finally {
      clearTimeout(timer);
    }
  }

  async function ask(message, shown) {
    log.setAttribute("aria-live", "polite");
    const locale = localeFor(message);
    await send({ id: kept.newId(), seen: kept.seen(state), message, shown, locale });
  }

  // Kept before it is sent: after a reload it is sent again, by the same id, and read once.
  async function send(sent) {
    busy = true;
    state.pending = sent;
    save();
    await attempt(turn(sent.shown), sent);
    busy = false;
  }

  async function attempt(drawn, sent) {
    const typing = element("p", { class: "typing" }, said.saidBusy,
      element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")));
    drawn.append(typing);
    drawn.scrollIntoView({ block: "start" });
    const { reply, ok, again } = await request(sent);
    typing.remove();
    const body = finish(drawn, sent.shown, reply);
    drawn.scrollIntoView({ block: "start" });
    if (!again && state.pending && state.pending.id === sent.id) state.pending = null;
    if (ok) {
      const done = { id: sent.id, shown: sent.shown, reply };
      state.turns.push(done);
      kept.tell({ conversation: state.conversation, turn: done });
    } else if (again) {
      body.append(retry(drawn, body, sent));
    }
    save();
    restart.hidden = false;
  }

  function finish(drawn, shown, reply) {
    const body = answer(reply);
    drawn.append(body, window.share.tools(drawn, shown, reply), window.feedback.form(reply));
    return body;
  }

  function retry(drawn, body, sent) {
    const button = element("button", { type: "button", class: "retry" }, said.saidRetry);
    button.addEventListener("click", async () => {
      if (busy) return;
      busy = true;
      body.remove();
      box.focus({ preventScroll: true });
      await attempt(drawn, sent);
      busy = false;
    });
    return button;
  }

  // ---- the form -------------------------------------------------------------

  function grow() {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy) return;
    const pressed = event.submitter;
    if (pressed && pressed.name === "choice") {
      const [payload, label] = pressed.value.split("\t");
      ask(payload, label);
      return;
    }
    sendTyped();
  });

  function sendTyped() {
    if (busy) return;
    // Pasted control characters mean nothing to a reader.
    const message = box.value.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, " ").trim();
    if (!message) {
      box.focus();
      return;
    }
    box.value = "";
    grow();
    ask(message, message);
  }

  document.getElementById("hint").hidden = false;
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    // While an input method composes, Enter picks a word (229: Safari says so only here).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    sendTyped();
  });

  function beginAnew() {
    state.conversation = kept.newId();
    state.turns = [];
    state.pending = null;
    save();
    log.textContent = "";
    restart.hidden = true;
  }

  restart.addEventListener("click", () => {
    if (busy) return;
    beginAnew();
    box.focus();
  });

  // ---- being forgotten: on the server first, then in this tab ------------------

  const forget = document.getElementById("forget");
  if (forget) forget.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    const status = document.getElementById("forgotten");
    busy = true;
    try {
      const response = await fetch(`${root}/api/forget`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ conversation: state.conversation }),
      });
      status.textContent = (await response.json()).text;
      if (response.ok) {
        window.feedback.forget();
        kept.tell({ conversation: state.conversation, forgotten: true });
        beginAnew();
      }
    } catch (error) {
      status.textContent = said.saidFailed;
    }
    busy = false;
  });

  // What was said before the page was loaded anew is shown and not read out.
  for (const { shown, reply } of state.turns) finish(turn(shown), shown, reply);
  if (state.turns.length) {
    restart.hidden = false;
    log.lastChild.scrollIntoView({ block: "start" });
  }
  // What another tab of this conversation was answered, or that it is over.
  kept.listen((news) => {
    if (news.conversation !== state.conversation) return;
    if (news.forgotten) {
      beginAnew();
    } else if (!state.turns.some(({ id }) => id === news.turn.id)) {
      state.turns.push(news.turn);
      save();
      finish(turn(news.turn.shown), news.turn.shown, news.turn.reply);
      restart.hidden = false;
    }
  });
  // What was on its way when the page was loaded anew.
  if (state.pending) send(state.pending);
  // A moment later, or some readers take the turns above for new.
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
})();
