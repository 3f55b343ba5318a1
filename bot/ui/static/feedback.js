// Feedback is rendered by the server. Here its form opens, and focus follows what was sent: by then the button that
// was pressed is gone.
(window.keinoParts ||= []).push((keino) => {
  "use strict";
  let awaited = ""; // the turn whose feedback was sent
  let before = ""; // the state that it was in

  const feedback = () => document.querySelector(`#keino-talk [data-feedback="${CSS.escape(awaited)}"]`);

  function sent(event) {
    const form = event.target.closest?.("form[data-event='rated']");
    const button = event.target.closest?.("button[data-event='rated'], button[data-event='forgotten']");
    if (event.type === "submit" ? !form : !button) return;
    const part = event.target.closest("[data-feedback]");
    if (!part) return;
    awaited = part.dataset.feedback;
    before = part.dataset.state;
  }

  new MutationObserver(() => {
    const now = awaited && feedback();
    if (!now || now.dataset.state === before) return;
    const outcome = now.querySelector("[data-outcome]") || now.querySelector("[data-question]");
    awaited = "";
    outcome?.focus({ preventScroll: true });
    if (outcome) keino.say((outcome.querySelector("span") || outcome).textContent);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-state"] });

  function toggled(event) {
    const button = event.target.closest?.("[data-why]");
    const form = button && document.getElementById(button.getAttribute("aria-controls"));
    if (!form) return;
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input[type='radio']")?.focus();
  }

  document.addEventListener("click", toggled);
  document.addEventListener("click", sent, true);
  document.addEventListener("submit", sent, true);
});
