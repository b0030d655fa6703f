// In the frame on a council's site: leaving takes the whole page along, and Escape closes the frame.

const exit = document.querySelector("[data-exit]");
const SOON = 5000; // as long as GOV.UK's own component waits for the next press
let presses = 0;
let last = 0;

function leave() {
  // The page that the link opens cannot know this frame's visit, so the visit is ended from here.
  fetch(exit.dataset.exit, { method: "POST", keepalive: true });
  document.body.hidden = true;
}

exit.addEventListener("click", leave);

window.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") presses = 0;
  if (event.key !== "Escape" || event.defaultPrevented) return;
  window.parent.postMessage("close", "*"); // tells nothing
});

window.addEventListener("keyup", (event) => {
  if (event.key !== "Shift") return;
  presses = event.timeStamp - last < SOON ? presses + 1 : 1;
  last = event.timeStamp;
  if (presses === 3) exit.click();
});
