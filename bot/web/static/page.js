// On every page: GOV.UK's components, and no stale page from the browser's memory after "exit this page".
import { Button, ErrorSummary, ExitThisPage, createAll } from "./vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, ExitThisPage]) createAll(component);

// Hidden before it is put away, so that it is not there for a moment when somebody goes back.
window.addEventListener("pagehide", (event) => {
  document.body.hidden = event.persisted;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
