// What the chat page keeps for a reload, in this tab only: what was said, and the message that is on
// its way. Tabs with the same conversation tell each other what was answered.
(() => {
  "use strict";

  const KEPT = 50; // turns kept for a reload
  const STORE = "wence";
  const CHANNEL = "wence-turns";

  function newId() {
    // randomUUID is missing on plain http pages other than localhost.
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORE));
      if (kept && typeof kept.conversation === "string" && Array.isArray(kept.turns)) return kept;
    } catch (error) {
      // No storage or broken storage: begin anew.
    }
    return { conversation: newId(), turns: [], pending: null };
  }

  function save(state) {
    state.turns = state.turns.slice(-KEPT);
    try {
      sessionStorage.setItem(STORE, JSON.stringify(state));
    } catch (error) {
      // Without storage the chat works, it only forgets on reload.
    }
  }

  // The number of the last turn this tab shows: what the next message was written after.
  function seen(state) {
    return Math.max(0, ...state.turns.map(({ reply }) => reply.turn || 0));
  }

  const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;

  function tell(news) {
    if (channel) {
      channel.postMessage(news);
      return;
    }
    try {
      // Other tabs hear of it; nothing stays.
      localStorage.setItem(CHANNEL, JSON.stringify(news));
      localStorage.removeItem(CHANNEL);
    } catch (error) {
      // The server tells a tab that has missed something.
    }
  }

  function listen(hear) {
    if (channel) {
      channel.addEventListener("message", (event) => hear(event.data));
      return;
    }
    window.addEventListener("storage", (event) => {
      if (event.key === CHANNEL && event.newValue) hear(JSON.parse(event.newValue));
    });
  }

  window.kept = { newId, load, save, seen, tell, listen };
})();
