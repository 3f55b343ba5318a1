// When the server does not answer, the page says so in its own words and keeps the question. Once the server is back,
// the page is loaded anew (Gradio does so itself where it notices first), for a server that was started again knows
// nothing of this page. Gradio tells of failures in messages of its own, in English: a sign only, they are not shown.
(window.keinoParts ||= []).push((keino) => {
  "use strict";

  const DRAFT = "keino-draft";
  const LOST = "keino-lost"; // that the page was left while the server was away
  const AGAIN = 3000; // milliseconds between tries
  let state = ""; // "", "lost" or "failed"
  let timer = 0;

  const texts = () => document.querySelector("header.top")?.dataset || {};
  const words = () => document.querySelector("#keino-question textarea");

  // What was being written, or was asked and is not answered yet.
  function keepDraft() {
    const unanswered = [...document.querySelectorAll("#keino-talk .turn:has(.working) .bubble")].at(-1);
    const draft = words()?.value || unanswered?.textContent || "";
    try { sessionStorage.setItem(DRAFT, draft); } catch { /* not kept */ }
  }

  function returned() {
    let draft = "", lost = "";
    try {
      [draft, lost] = [DRAFT, LOST].map((name) => sessionStorage.getItem(name) || "");
      for (const name of [DRAFT, LOST]) sessionStorage.removeItem(name);
    } catch { /* nothing was kept */ }
    if (lost) keino.toast(texts().offlineFound);
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
    if (await reached()) {
      if (state === "lost") location.reload(); else show("failed");
      return;
    }
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
    const told = next === "lost" ? t.offlineLost : t.offlineFailed;
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
  addEventListener("pagehide", () => {
    if (state !== "lost") return;
    keepDraft();
    try { sessionStorage.setItem(LOST, "1"); } catch { /* then it is not said */ }
  });
  new MutationObserver((changes) => {
    const told = changes.some((c) => [...c.addedNodes].some((n) => n.querySelector?.(".toast-body") || n.matches?.(".toast-body")));
    if (told && state !== "lost") look();
  }).observe(document.body, { childList: true, subtree: true });

  keino.alsoRendered("keino-header", () => { if (texts().ready === "true") setTimeout(returned, 200); });
});
