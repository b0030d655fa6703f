// One key from the box to the newest answer's buttons, and one back. Tab goes there too; this is the short way.

const box = document.getElementById("text");
const turns = document.querySelector("[data-turns]");
const hint = document.querySelector("[data-keys]");

function choices() {
  return [...turns.querySelectorAll("[data-choices] button")];
}

function isPlain(event) {
  return !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && !event.isComposing;
}

function isAtStart() {
  return box.selectionStart === 0 && box.selectionEnd === 0;
}

box.addEventListener("keydown", (event) => {
  const [first] = choices();
  if (event.key !== "ArrowUp" || !isPlain(event) || !isAtStart() || !first) return;
  event.preventDefault();
  first.focus();
});

// Along the buttons as they are read: in a language from right to left, "left" is onwards.
function step(key, button) {
  if (key === "ArrowDown") return 1;
  if (key === "ArrowUp") return -1;
  const along = getComputedStyle(button).direction === "rtl" ? -1 : 1;
  return { ArrowRight: along, ArrowLeft: -along }[key] ?? 0;
}

turns.addEventListener("keydown", (event) => {
  const all = choices();
  const at = all.indexOf(document.activeElement);
  if (at === -1 || event.ctrlKey || event.altKey || event.metaKey) return;
  const by = step(event.key, all[at]);
  if (by) {
    event.preventDefault();
    (all[Math.max(0, at + by)] ?? box).focus();
  } else if (event.key === "Escape") {
    event.preventDefault(); // in a frame on a council's page it would close the whole chat
    box.focus();
  } else if (event.key.length === 1 && event.key !== " ") {
    box.focus(); // the letter itself follows: it goes to whatever has the focus when the key is down
  }
});

// Told only where there is likely to be a keyboard.
if (hint && window.matchMedia("(hover: hover) and (pointer: fine)").matches) {
  hint.hidden = false;
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby")} ${hint.id}`);
}
