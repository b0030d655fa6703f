// Makes the chat smoother: sends by fetch, shows what happens, keeps the words until they have arrived.
// Whatever it cannot do well it leaves to the plain form, which works without it.

const form = document.querySelector("[data-chat]");
const turns = document.querySelector("[data-turns]");
const status = document.querySelector("[data-status]");
const box = form.elements.text;
const idField = form.elements.message_id;
const words = form.dataset;

const PATIENCE = 30000; // a phone's network may be this slow
let going = null; // the message on its way, or the one that did not arrive

function announce(text) {
  // A live region of its own, emptied, so that a screen reader does not read the transcript again.
  status.textContent = text;
  window.setTimeout(() => {
    if (status.textContent === text) status.textContent = "";
  }, 2000);
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function message(submitter) {
  const pressed = submitter && submitter.name ? submitter : null;
  const data = new URLSearchParams(new FormData(form));
  if (pressed) data.set(pressed.name, pressed.value);
  return { data, typed: pressed ? null : box.value, shown: pressed ? pressed.textContent.trim() : box.value };
}

function isSame(one, other) {
  return one.shown === other.shown && one.data.get("choice") === other.data.get("choice");
}

// The form's own way, with what it would have sent: for answers that are a page, such as "too long".
function sendPlainly(data) {
  for (const [name, value] of data) {
    if (name === "text" || name === "message_id") continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}

function showGoing() {
  const item = element("li", "turn turn--going");
  const mine = element("div", "mine");
  const text = element("p", "", going.shown);
  text.dir = "auto";
  mine.append(element("span", "govuk-visually-hidden", `${words.you}: `), text);
  item.append(mine, element("p", "going", words.sending));
  turns.append(item);
  going.item = item;
  item.scrollIntoView({ block: "nearest" });
}

function showState(text, failed) {
  const line = going.item.querySelector(".going");
  line.textContent = text;
  line.classList.toggle("going--failed", failed);
  announce(text);
}

function showFailure() {
  showState(words.failed, true);
  const again = element("button", "govuk-button govuk-button--secondary", words.again);
  again.type = "button";
  again.addEventListener("click", () => {
    again.remove();
    deliver();
  });
  going.item.append(again);
  going.busy = false;
}

function showTurn(html) {
  const fragment = document.createRange().createContextualFragment(html);
  const turn = fragment.querySelector("[data-turn]");
  idField.value = fragment.querySelector("[name=message_id]").value;
  for (const id of ["council-line", "ask-label"]) {
    document.getElementById(id).replaceWith(fragment.getElementById(id));
  }
  turns.querySelectorAll(".choices, [data-opening]").forEach((old) => old.remove());
  const before = document.getElementById("latest");
  if (before) before.removeAttribute("id");
  going.item.replaceWith(turn);
  if (box.value === going.typed) box.value = "";
  going = null;
  turn.scrollIntoView({ block: "start" });
  announce([turn.querySelector("[data-reply]").innerText, turn.dataset.said].join("\n"));
}

async function deliver() {
  const { data } = going;
  going.busy = true;
  showState(words.sending, false);
  const slow = window.setTimeout(() => showState(words.working, false), 8000);
  const stop = new AbortController();
  const late = window.setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: data, headers: { "X-Fragment": "turn" }, signal: stop.signal,
    });
    if (answer.redirected) window.location.assign(answer.url); // everything was deleted, or the visit has ended
    else if (answer.ok && answer.headers.get("X-Fragment")) showTurn(await answer.text());
    else if (answer.status < 500) sendPlainly(data);
    else showFailure();
  } catch {
    showFailure();
  } finally {
    window.clearTimeout(slow);
    window.clearTimeout(late);
  }
}

form.addEventListener("submit", (event) => {
  const next = message(event.submitter);
  // Nothing to send, or too much: the server's page says so, and keeps the words.
  if (next.typed !== null && (!next.typed.trim() || next.typed.length > Number(words.longest))) return;
  event.preventDefault();
  if (going && going.busy) return;
  if (going) {
    // The last one may have arrived after all: the same words keep its id, other words need a new one.
    if (!isSame(going, next)) idField.value = newId();
    next.data.set("message_id", idField.value);
    going.item.remove();
  }
  going = next;
  showGoing();
  deliver();
});
