// When the server does not answer, the page says so in its own words, keeps the question, and finds the way back by
// itself. Gradio tells of failures in messages of its own, in English; they are the sign, and are not shown.
(window.keinoParts ||= []).push((keino) => {
  "use strict";

  const DRAFT = "keino-draft";
  const AGAIN = 3000; // milliseconds between tries
  let state = ""; // "", "lost", "found" or "failed"
  let timer = 0;

  const texts = () => document.querySelector("header.top")?.dataset || {};
  const words = () => document.querySelector("#keino-question textarea");

  // What was being written, or was asked and is not answered yet.
  function keepDraft() {
    const unanswered = [...document.querySelectorAll("#keino-talk .turn:has(.working) .bubble")].at(-1);
    const draft = words()?.value || unanswered?.textContent || "";
    try { sessionStorage.setItem(DRAFT, draft); } catch { /* not kept */ }
  }

  function takeDraft() {
    let draft = "";
    try {
      draft = sessionStorage.getItem(DRAFT) || "";
      sessionStorage.removeItem(DRAFT);
    } catch { /* nothing was kept */ }
    const area = words();
    if (!draft || !area || area.value) return;
    area.value = draft;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function reached() {
    try { return (await fetch("health", { cache: "no-store" })).ok; } catch { return false; }
  }

  async function look() {
    clearTimeout(timer);
    if (await reached()) { show(state === "lost" ? "found" : "failed"); return; }
    show("lost");
    timer = setTimeout(look, AGAIN);
  }

  function button(label, pressed, kind = "") {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.className = kind;
    made.addEventListener("click", pressed);
    return made;
  }

  function show(next) {
    if (next === state) return;
    state = next;
    document.querySelector("#keino-offline")?.remove();
    if (!next) return;
    const t = texts();
    const told = { lost: t.offlineLost, found: t.offlineFound, failed: t.offlineFailed }[next];
    const note = document.createElement("div");
    note.id = "keino-offline";
    note.dataset.state = next;
    note.setAttribute("role", "group");
    const line = document.createElement("p");
    line.textContent = told;
    note.append(
      line,
      next === "lost" ? button(t.offlineAgain, look)
        : button(t.offlineReload, () => { keepDraft(); location.reload(); }),
      ...(next === "lost" ? [] : [button(t.offlineDismiss, () => show(""), "quiet")]),
    );
    note.setAttribute("aria-label", told);
    // Before everything else, so that Tab meets it first.
    document.body.prepend(note);
    keino.say(told);
  }

  addEventListener("offline", look);
  new MutationObserver((changes) => {
    const told = changes.some((c) => [...c.addedNodes].some((n) => n.querySelector?.(".toast-body") || n.matches?.(".toast-body")));
    if (told && state !== "lost") look();
  }).observe(document.body, { childList: true, subtree: true });

  keino.alsoRendered("keino-header", () => { if (texts().ready === "true") setTimeout(takeDraft, 200); });
});
