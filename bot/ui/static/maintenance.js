// The maintenance view is rendered by the server. Here focus follows what was pressed, and screen readers hear of it.
(window.keinoParts ||= []).push((keino) => {
  "use strict";
  let awaited = ""; // the component that is to show what was asked for

  const heading = (id) => document.querySelector(`#${id} [data-heading]`);

  document.addEventListener("submit", (event) => {
    if (event.target.closest?.("#keino-door")) awaited = "keino-door";
    if (event.target.closest?.("#keino-problems")) awaited = "keino-problems";
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#keino-view-maintenance [data-event]:not(form)");
    if (!button || button.type === "submit") return;
    awaited = { handled: "keino-problems", ingested: "keino-index" }[button.dataset.event] || "";
  }, true);

  keino.rendered("keino-door", () => {
    if (awaited !== "keino-door") return;
    const wrong = document.querySelector("#keino-wrong");
    if (wrong) { document.querySelector("#keino-password")?.focus(); return; }
    if (!heading("keino-door")) return;
    awaited = "";
    heading("keino-door").focus();
  });

  keino.rendered("keino-problems", () => {
    if (awaited !== "keino-problems") return;
    awaited = "";
    const outcome = document.querySelector("#keino-problems [data-outcome]");
    if (outcome) keino.say(outcome.textContent);
    (outcome || heading("keino-problems"))?.focus();
  });

  keino.rendered("keino-index", () => {
    if (awaited !== "keino-index") return;
    const part = document.querySelector("#keino-index .index");
    const outcome = part?.querySelector("[data-outcome]");
    if (part?.dataset.ingest === "working") { keino.say(part.querySelector(".progress")?.textContent || ""); return; }
    if (!outcome || part.dataset.ingest !== "done") return;
    awaited = "";
    keino.say(outcome.textContent);
    heading("keino-index")?.focus({ preventScroll: true });
  });
});
