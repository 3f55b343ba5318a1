// The page's own behaviour: markers open sources beside the answer, chips ask, buttons copy, focus goes where it helps.
// Gradio renders and carries the events; every text on the page comes from the server, already escaped.
(() => {
  "use strict";
  if (window.keino) return;

  const LANGUAGES = ["fi", "sv", "en"];
  const KEY = "keino-language";
  const NARROW = "(max-width: 900px)";
  let cameFrom = null; // the marker or link that opened the source
  let announced = "";
  const others = window.keinoParts || []; // scripts that came before this one

  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (code) => { try { localStorage.setItem(KEY, code); } catch { /* private window: not remembered */ } };

  // What the server needs to know on opening: the language and the address's query.
  window.keinoOpening = () => {
    const query = Object.fromEntries(new URLSearchParams(location.search));
    const preferred = [query.lang, stored(), ...(navigator.languages || [navigator.language])];
    const codes = preferred.filter(Boolean).map((tag) => tag.toLowerCase().split("-")[0]);
    const language = codes.find((code) => LANGUAGES.includes(code)) || "fi";
    return { language, query, conversation: window.keino?.keptConversation?.() || "" };
  };

  const $ = (selector, root = document) => root.querySelector(selector);
  const field = () => $("#keino-question textarea");
  const texts = () => ($("header.top") || document.body).dataset;

  // One live region that stays in the page while everything else is rendered anew.
  function say(message) {
    let region = $("#keino-live");
    if (!region) {
      region = document.createElement("div");
      region.id = "keino-live";
      region.className = "sr";
      region.setAttribute("role", "status");
      region.setAttribute("aria-live", "polite");
      document.body.append(region);
    }
    region.textContent = "";
    requestAnimationFrame(() => { region.textContent = message; });
  }

  function toast(message) {
    say(message);
    $("#keino-toast")?.remove();
    const note = document.createElement("div");
    note.id = "keino-toast";
    note.setAttribute("aria-hidden", "true"); // the live region has said it
    note.textContent = message;
    document.body.append(note);
    setTimeout(() => note.remove(), 2500);
  }

  async function copy(value) {
    let done = false;
    try {
      await navigator.clipboard.writeText(value);
      done = true;
    } catch {
      // No clipboard without https: the old way.
      const area = document.createElement("textarea");
      area.value = value;
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      const before = document.activeElement;
      area.select();
      try { done = document.execCommand("copy"); } catch { done = false; }
      area.remove();
      before?.focus();
    }
    toast(done ? texts().copied : texts().notCopied);
  }

  const narrow = () => matchMedia(NARROW).matches;
  const sourceOpen = () => Boolean($("#keino-source [data-open]"));

  function sheet(open) {
    document.documentElement.classList.toggle("keino-sheet", open);
    const right = $("#keino-right");
    if (!right) return;
    const modal = open && narrow();
    right.setAttribute("role", modal ? "dialog" : "region");
    if (modal) right.setAttribute("aria-modal", "true"); else right.removeAttribute("aria-modal");
    for (const id of ["keino-header", "keino-left", "keino-footer"]) {
      const part = document.getElementById(id);
      if (part) part.inert = modal;
    }
  }

  function showQuote() {
    const mark = $("#keino-source mark");
    const box = $("#keino-right");
    if (!box) return;
    if (!mark) { box.scrollTo({ top: 0 }); return; }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    box.scrollTo({ top: Math.max(0, top - box.clientHeight / 3), behavior: calm ? "auto" : "smooth" });
  }

  // The views are all in the page; the address says which of them is shown, so that it can be sent on and gone back to.
  const viewNames = () => [...document.querySelectorAll("header.top [data-view]")].map((a) => a.dataset.view);
  const view = () => document.documentElement.dataset.shownView || "ask";

  function showView() {
    const wanted = new URLSearchParams(location.search).get("view");
    const names = viewNames();
    const name = names.includes(wanted) ? wanted : "ask";
    document.documentElement.dataset.shownView = name;
    for (const link of document.querySelectorAll("header.top [data-view]")) {
      if (link.dataset.view === name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
      if (link.dataset.view === name) document.title = `${link.textContent} – ${texts().pageTitle}`;
    }
    if (name === "ask") document.title = texts().pageTitle || document.title;
    for (const part of document.querySelectorAll(".keino-view")) {
      part.toggleAttribute("data-open", part.id === `keino-view-${name}`);
    }
  }

  function openView(name) {
    if (name === view()) return;
    history.pushState(null, "", name === "ask" ? location.pathname : `?view=${encodeURIComponent(name)}`);
    showView();
    scrollTo({ top: 0 });
    for (const part of listeners) part(name);
  }

  // Puts words into the question field, ready to be sent.
  function write(words) {
    openView("ask");
    const area = field();
    if (!area) return;
    area.value = words;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }

  function skip() {
    const first = view() === "ask" ? field() : $(`#keino-view-${view()} :is(input, select, textarea, a, button)`);
    first?.focus();
  }

  // The address of what is open: the source, and what the view itself keeps in the address.
  function addressOf(source) {
    const params = new URLSearchParams(location.search);
    for (const name of ["doc", "start", "end", "q"]) params.delete(name);
    for (const [name, value] of new URLSearchParams(source)) params.set(name, value);
    return `?${params}`;
  }

  function markCurrent() {
    const address = $("#keino-source .source")?.dataset.address;
    for (const link of document.querySelectorAll("#keino-left [data-place]")) {
      const here = Boolean(address) && link.getAttribute("href") === address && !link.closest(".sources");
      if (here) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }

  // What scrolls sideways within a column has to be within the keyboard's reach.
  function reachTables(root) {
    for (const part of root?.querySelectorAll(".scroll") || []) {
      if (part.scrollWidth > part.clientWidth + 1) part.tabIndex = 0; else part.removeAttribute("tabindex");
    }
  }

  function sourceShown() {
    describeSource();
    reachTables($("#keino-source"));
    markCurrent();
    if (!sourceOpen()) { sheet(false); return; }
    sheet(narrow());
    showQuote();
    const address = $("#keino-source .source").dataset.address;
    if (address) history.replaceState(history.state, "", addressOf(address));
    const heading = $("#keino-source [data-focus]");
    // Focus follows a press, so that keyboard and screen reader are at the source; not the first rendering of a page.
    if (cameFrom && heading) heading.focus({ preventScroll: true });
  }

  function back() {
    sheet(false);
    const place = cameFrom?.dataset?.place;
    const again = cameFrom?.isConnected ? cameFrom
      : place && [...document.querySelectorAll("#keino-left [data-place]")].find((a) => a.dataset.place === place);
    if (again) again.focus(); else skip();
  }

  function talkShown() {
    markCurrent();
    reachTables($("#keino-talk"));
    const talk = $("#keino-talk .talk");
    const message = talk?.dataset.announce || "";
    const state = `${talk?.dataset.turns}/${message}`;
    if (message && state !== announced) {
      announced = state;
      say(message);
      const turns = document.querySelectorAll("#keino-talk .turn");
      const last = turns[turns.length - 1];
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      // The first answer of a wide page is in sight where it stands; moving it would only take the header away.
      const still = turns.length === 1 && !narrow() && scrollY < 200;
      if (!still) last?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    }
  }

  function headerShown() {
    const top = $("header.top");
    if (!top) return;
    document.documentElement.lang = top.dataset.pageLanguage;
    showView();
    describeSource();
    setTimeout(describeField, 100); // the field is rendered after the header
  }

  // The source view is a region of its own that scrolls, so it needs a name and the keyboard's reach.
  function describeSource() {
    const right = $("#keino-right");
    if (!right) return;
    right.setAttribute("aria-label", texts().sourceRegion || "");
    if (!right.hasAttribute("role")) right.setAttribute("role", "region");
    right.tabIndex = 0;
  }

  // Gradio puts the hint and the button inside the label; the field's name is the label alone, the hint its description.
  function describeField() {
    const area = field();
    const name = $("#keino-question [data-testid='block-info']");
    const hint = $("#keino-question .info-text");
    if (area && name) area.setAttribute("aria-label", name.textContent.trim());
    if (area && hint) { hint.id = "keino-hint"; area.setAttribute("aria-describedby", "keino-hint"); }
  }

  function pressed(event, element, trigger) {
    const at = event.target.closest("a, button");
    if (!at || !element.contains(at)) return;
    const data = at.dataset;
    if ("place" in data) {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return; // a new tab is the reader's choice
      event.preventDefault();
      if (!at.closest("#keino-source")) cameFrom = at;
      else if (!cameFrom) cameFrom = at;
      trigger("opened", { place: data.place });
    } else if ("ask" in data) { trigger("asked", { question: data.ask }); field()?.focus({ preventScroll: true });
    } else if ("view" in data) {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      openView(data.view);
      if (at.closest("#keino-source")) { sheet(false); skip(); }
    } else if ("event" in data && at.type !== "submit") { trigger(data.event, JSON.parse(data.sent || "{}"));
    } else if ("language" in data) { store(data.language); trigger("language", { language: data.language });
    } else if ("retry" in data) { trigger("retried", {});
    } else if ("stop" in data) { trigger("stopped", {});
    } else if ("clear" in data) { cameFrom = null; trigger("cleared", {}); setTimeout(() => field()?.focus(), 150);
    } else if ("edit" in data) { trigger("edited", {}); setTimeout(() => field()?.focus(), 150);
    } else if ("copyAddress" in data) { copy(new URL(data.copyAddress, document.baseURI).href);
    } else if ("copy" in data) { copy(data.copy);
    } else if ("back" in data || "close" in data) { back();
    } else if ("jump" in data) {
      const target = document.getElementById(data.jump);
      target?.scrollIntoView({ block: "start" });
      target?.focus({ preventScroll: true });
    } else if ("skip" in data) { event.preventDefault(); skip(); }
  }

  // A form's fields: a list where a name is given to several.
  function fieldsOf(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      fields[name] = name in fields ? [fields[name], value].flat() : value;
    }
    return fields;
  }

  function submitted(event, trigger) {
    const form = event.target;
    if (!form.dataset?.event) return;
    event.preventDefault();
    trigger(form.dataset.event, fieldsOf(form));
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sourceOpen() && $("#keino-right")?.contains(document.activeElement)) back();
  });
  // A tall field that begins in sight counts as seen for the browser, though the question field covers its end.
  document.addEventListener("focusin", (event) => {
    const at = event.target;
    if (at.matches("#keino-talk :focus-visible")) at.scrollIntoView({ block: "nearest" });
  });
  addEventListener("popstate", showView);
  matchMedia(NARROW).addEventListener?.("change", () => sheet(false));

  const shown = { "keino-header": headerShown, "keino-talk": talkShown, "keino-source": sourceShown };
  const also = {}; // what other scripts add to these
  const listeners = []; // told the name of a view when it is opened

  window.keino = {
    // Called by each of our Gradio HTML components once it stands in the page.
    attach(element, trigger, watch) {
      const block = element.closest("[id^='keino-']");
      const render = () => {
        shown[block?.id]?.(element, trigger);
        also[block?.id]?.(element, trigger);
      };
      element.addEventListener("click", (event) => pressed(event, element, trigger));
      element.addEventListener("submit", (event) => submitted(event, trigger));
      watch("value", render);
      render();
      if (block?.closest(".keino-view")) showView();
    },
    // Other scripts: what to do whenever the component with this id is rendered, and whenever a view is opened.
    rendered(id, render) { shown[id] = render; },
    alsoRendered(id, render) { also[id] = render; },
    viewOpened(part) { listeners.push(part); },
    say, toast, copy, view, openView, markCurrent, write,
  };

  // A script of a view calls (window.keinoParts ||= []).push((keino) => …), whichever of them comes first.
  window.keinoParts = { push: (part) => part(window.keino) };
  others.forEach((part) => part(window.keino));
})();
