// The search forms: a changed limit searches at once, the address keeps what is looked for, results are announced.
(window.keinoParts ||= []).push((keino) => {
  "use strict";

  const form = (name) => document.querySelector(`#keino-${name}-form form`);
  const found = (name) => document.getElementById(`keino-${name}-found`);

  function busy(name, working) {
    found(name)?.setAttribute("aria-busy", String(working));
    const note = form(name)?.querySelector(".busy");
    if (note) note.hidden = !working;
  }

  function keepAddress(at) {
    const params = new URLSearchParams(location.search);
    for (const [name, value] of new FormData(at)) {
      if (value) params.set(name, value); else params.delete(name);
    }
    history.replaceState(history.state, "", `?${params}`);
  }

  document.addEventListener("submit", (event) => {
    const at = event.target.closest("form.search");
    if (!at) return;
    for (const select of at.querySelectorAll("select")) select.toggleAttribute("data-set", Boolean(select.value));
    keepAddress(at);
    busy(at.dataset.viewName, true);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("form.search select")) event.target.form.requestSubmit();
  });

  // The cross that the browser puts into a search field.
  document.addEventListener("search", (event) => {
    if (event.target.matches("form.search input") && !event.target.value) event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const at = event.target.closest("[data-free], [data-put]");
    if (!at) return;
    if ("put" in at.dataset) { keino.write(at.dataset.put); return; }
    const mine = form(at.closest(".keino-view").id.replace("keino-view-", ""));
    for (const select of mine.querySelectorAll("select")) select.value = "";
    mine.requestSubmit();
    mine.querySelector("input").focus();
  });

  for (const name of ["search", "examples"]) {
    let told = null;
    keino.rendered(`keino-${name}-found`, () => {
      busy(name, false);
      const list = found(name)?.querySelector(".found");
      if (!list) return;
      // What stands there when the page is opened or translated is not news.
      if (told !== null && keino.view() === name) keino.say(list.dataset.announce);
      told = list.dataset.announce;
      const first = list.dataset.focusItem && list.querySelectorAll(":scope > ul > li")[Number(list.dataset.focusItem)];
      const at = document.activeElement;
      // Whoever asked for more is taken to the first of them; the button may be the same one still, or gone.
      if (first && (at === document.body || at.dataset.event === "more")) first.querySelector("a")?.focus();
      keino.markCurrent();
    });
  }
});
