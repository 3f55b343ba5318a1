// Conversations kept in this browser: stored after every answer, listed, renamed, deleted, gone back to, handed on.
(window.keinoParts ||= []).push((keino) => {
  "use strict";

  const KEY = "keino-conversations"; // [{id, title, named, at, turns, conversation}], newest first
  const CURRENT = "keino-conversation"; // of this tab: a reload goes on, a new tab starts anew
  const MOST = 30;

  const $ = (selector, root = document) => root.querySelector(selector);
  const bar = () => $("#keino-kept .kept");
  let trigger = () => {};

  function all() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.filter((k) => k && typeof k.conversation === "string") : [];
    } catch { return []; }
  }

  // The oldest give way where there are too many, or where the browser grants no more room.
  function keep(list) {
    for (let n = Math.min(list.length, MOST); n >= 0; n--) {
      try { localStorage.setItem(KEY, JSON.stringify(list.slice(0, n))); return; } catch { /* less, then */ }
    }
  }

  const current = () => { try { return sessionStorage.getItem(CURRENT); } catch { return null; } };
  function setCurrent(id) {
    try { if (id) sessionStorage.setItem(CURRENT, id); else sessionStorage.removeItem(CURRENT); } catch { /* not kept */ }
  }

  // What this tab was at when it was closed or loaded anew.
  keino.keptConversation = () => all().find((k) => k.id === current())?.conversation || "";

  function store() {
    const talk = $("#keino-talk .talk");
    const saved = $("#keino-talk [data-saved]")?.dataset.saved;
    const asked = $("#keino-talk .bubble")?.textContent.trim();
    const hand = bar()?.querySelector("[data-hand]");
    if (hand) hand.hidden = !saved;
    if (!saved || !asked) return;
    const list = all();
    const id = current() || `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    const known = list.find((k) => k.id === id);
    setCurrent(id);
    if (known?.conversation === saved) return;
    const rest = list.filter((k) => k.id !== id);
    const title = known?.named ? known.title : asked.replace(/\s+/g, " ").slice(0, 80);
    const turns = Number(talk?.dataset.turns) || 1;
    keep([{ id, title, named: Boolean(known?.named), at: Date.now(), turns, conversation: saved }, ...rest]);
    showList();
  }

  function showList() {
    const at = bar();
    if (!at) return;
    const list = all();
    const items = list.map((kept) => {
      const item = $("template", at).content.firstElementChild.cloneNode(true);
      item.dataset.id = kept.id;
      const name = $("[data-resume]", item);
      // A name of its own direction: what is asked may hold characters that would turn the rest of the line.
      const isolated = document.createElement("bdi");
      isolated.textContent = kept.title;
      name.replaceChildren(isolated);
      if (kept.id === current()) name.setAttribute("aria-current", "true");
      const when = new Date(kept.at);
      const today = when.toDateString() === new Date().toDateString();
      // As the language of the page writes it; English here is that of Europe.
      const language = { fi: "fi-FI", sv: "sv-FI", en: "en-GB" }[document.documentElement.lang] || "fi-FI";
      $(".when", item).textContent = today
        ? when.toLocaleTimeString(language, { timeStyle: "short" }) : when.toLocaleDateString(language, { dateStyle: "short" });
      for (const button of item.querySelectorAll(".quiet")) button.setAttribute("aria-label", `${button.textContent}: ${kept.title}`);
      $("input", item).value = kept.title;
      return item;
    });
    $("ul", at).replaceChildren(...items);
    $("[data-count]", at).textContent = list.length || "";
    $("[data-none]", at).hidden = list.length > 0;
  }

  function resume(id) {
    const kept = all().find((k) => k.id === id);
    if (!kept) return;
    setCurrent(id);
    trigger("resumed", { conversation: kept.conversation });
    close();
    showList();
    $("#keino-question textarea")?.focus({ preventScroll: true });
  }

  function rename(item, on) {
    $("form", item).hidden = !on;
    $(".shown", item).hidden = on;
    if (on) $("input", item).select(); else $("[data-rename]", item).focus();
  }

  function remove(item) {
    const next = item.nextElementSibling || item.previousElementSibling;
    const id = item.dataset.id;
    keep(all().filter((k) => k.id !== id));
    if (id === current()) { setCurrent(null); trigger("cleared", {}); }
    showList();
    ($(`[data-id="${next?.dataset.id}"] [data-resume]`) || $("#keino-kept summary"))?.focus();
  }

  const close = () => { for (const open of document.querySelectorAll("#keino-kept details[open]")) open.open = false; };

  document.addEventListener("click", (event) => {
    const at = event.target.closest?.("a, button, summary, details");
    if (!event.target.closest?.("#keino-kept details")) close();
    if (!at) return;
    const item = at.closest("#keino-kept li");
    const data = at.dataset;
    if ("clear" in data) { setCurrent(null); setTimeout(showList); close();
    } else if ("print" in data) { close(); print();
    } else if (data.event === "exported") { close();
    } else if (!item) { return;
    } else if ("resume" in data) { resume(item.dataset.id);
    } else if ("rename" in data) { rename(item, true);
    } else if ("remove" in data) { remove(item); }
  }, true);

  document.addEventListener("submit", (event) => {
    const item = event.target.closest("#keino-kept li");
    if (!item) return;
    event.preventDefault();
    const title = $("input", item).value.trim();
    const id = item.dataset.id;
    if (title) keep(all().map((k) => (k.id === id ? { ...k, title, named: true } : k)));
    showList();
    $(`#keino-kept [data-id="${id}"] [data-rename]`)?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const form = event.target.closest?.("#keino-kept form");
    if (form) { rename(form.closest("li"), false); return; }
    const open = event.target.closest?.("#keino-kept details[open]");
    if (open) { open.open = false; $("summary", open).focus(); }
  });

  addEventListener("storage", (event) => { if (event.key === KEY) showList(); }); // another tab of this browser

  keino.alsoRendered("keino-talk", store);
  keino.rendered("keino-kept", (element, given) => {
    trigger = given;
    const hand = bar()?.querySelector("[data-hand]");
    if (hand) hand.hidden = !$("#keino-talk [data-saved]");
    showList();
  });

  // A file comes as text within the page and is saved from there: it is never a file of the server.
  keino.rendered("keino-file", () => {
    const given = $("#keino-file [data-file]");
    if (!given?.dataset.content) return;
    const bytes = Uint8Array.from(atob(given.dataset.content), (c) => c.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: given.dataset.type }));
    link.download = given.dataset.file;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    given.removeAttribute("data-content");
  });
});
