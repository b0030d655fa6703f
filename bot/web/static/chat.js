// Makes the chat smoother: sends by fetch, shows what happens, keeps the words until they have arrived.
// Whatever it cannot do well it leaves to the plain form, which works without it.
//
// Nothing is lost: what was not sent stays on the page and in the box until it is. Nothing is said twice: a message
// keeps its id however often it is sent, and the server answers an id once.

const form = document.querySelector("[data-chat]");
const turns = document.querySelector("[data-turns]");
const status = document.querySelector("[data-status]");
const box = form.elements.text;
const idField = form.elements.message_id; // of the words that are in the box
const words = form.dataset;

const PATIENCE = 30000; // a phone's network may be this slow
const outbox = []; // what has not been answered yet, oldest first
let busy = false; // one message is on its way at a time, so that the answers come in order
let leaving = false; // another page is coming: what goes out now would be said twice

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

function giveId(one) {
  // A button leaves the words in the box alone, and their id with them.
  if (one.typed === null) one.data.set("message_id", newId());
  // These are other words than those that were sent under this id, and may have arrived.
  else if (outbox.some((sent) => sent.data.get("message_id") === idField.value)) {
    idField.value = newId();
    one.data.set("message_id", idField.value);
  }
}

// The form's own way: for answers that are a page, such as "too long". The page that comes holds what was in the box.
function sendPlainly(one) {
  leaving = true;
  if (one.typed === null) {
    for (const [name, value] of one.data) {
      if (name === "text" || name === "message_id") continue;
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
  } else {
    if (box.value !== one.typed) box.value = [one.typed, box.value].filter((text) => text.trim()).join("\n\n");
    idField.value = one.data.get("message_id");
  }
  HTMLFormElement.prototype.submit.call(form);
}

function showGoing(one) {
  const item = element("li", "turn turn--going");
  const mine = element("div", "mine");
  const text = element("p", "", one.shown);
  text.dir = "auto";
  mine.append(element("span", "govuk-visually-hidden", `${words.you}: `), text);
  item.append(mine, element("p", "going", words.sending));
  turns.append(item);
  one.item = item;
  item.scrollIntoView({ block: "nearest" });
}

function showState(one, text) {
  const line = one.item.querySelector(".going");
  line.textContent = text;
  line.classList.toggle("going--failed", one.failed);
  announce(text);
}

function showFailure(one) {
  one.failed = true;
  showState(one, words.failed);
  const again = element("button", "govuk-button govuk-button--secondary", words.again);
  again.type = "button";
  again.addEventListener("click", () => retry(one));
  one.item.append(again);
}

function retry(one) {
  if (!one.failed) return;
  one.failed = false;
  const again = one.item.querySelector("button");
  if (again === document.activeElement) box.focus();
  again.remove();
  showState(one, words.sending);
  work();
}

// What had the focus is about to go. By keyboard the box comes next; on a phone that would bring up its keyboard.
function keepFocus(gone, turn) {
  const focused = document.activeElement;
  if (!gone.some((old) => old.contains(focused))) return;
  if (focused.matches(":focus-visible")) box.focus({ preventScroll: true });
  else turn.focus({ preventScroll: true });
}

function forgetSent(one, nextId) {
  if (box.value === one.typed) box.value = "";
  if (idField.value === one.data.get("message_id")) idField.value = nextId;
}

function said(turn) {
  // Not the pictures: they show what was said.
  const parts = turn.querySelectorAll("[data-reply] > p, [data-reply] > blockquote, [data-reply] > details > summary");
  return [...parts].map((part) => part.innerText);
}

function showTurn(one, html) {
  const fragment = document.createRange().createContextualFragment(html);
  const turn = fragment.querySelector("[data-turn]");
  forgetSent(one, fragment.querySelector("[name=message_id]").value);
  for (const id of ["council-line", "ask-label"]) {
    document.getElementById(id).replaceWith(fragment.getElementById(id));
  }
  const gone = [...turns.querySelectorAll("[data-choices], [data-opening]")];
  const before = document.getElementById("latest");
  if (before) before.removeAttribute("id");
  one.item.replaceWith(turn);
  keepFocus(gone, turn);
  gone.forEach((old) => old.remove());
  turn.scrollIntoView({ block: "start" });
  announce([...said(turn), turn.dataset.said].join("\n"));
}

async function deliver(one) {
  showState(one, words.sending);
  const slow = window.setTimeout(() => showState(one, words.working), 8000);
  const stop = new AbortController();
  const late = window.setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: one.data,
      headers: { "X-Fragment": "turn" },
      signal: stop.signal,
      keepalive: true, // it goes on where the page is closed before it has left the phone
    });
    if (answer.redirected) {
      leaving = true; // everything was deleted
      window.location.assign(answer.url);
    } else if (answer.ok && answer.headers.get("X-Fragment")) {
      showTurn(one, await answer.text());
      outbox.splice(outbox.indexOf(one), 1);
    } else if (answer.status >= 400 && answer.status < 500) sendPlainly(one);
    else showFailure(one); // ours is broken, or it is the page of a network that wants a password first
  } catch {
    showFailure(one);
  } finally {
    window.clearTimeout(slow);
    window.clearTimeout(late);
  }
}

async function work() {
  if (busy) return;
  busy = true;
  for (let one; !leaving && (one = outbox.find((each) => !each.failed)); ) await deliver(one);
  busy = leaving;
}

form.addEventListener("submit", (event) => {
  const next = message(event.submitter);
  // Nothing to send, or too much: the server's page says so, and keeps the words.
  if (next.typed !== null && (!next.typed.trim() || next.typed.length > Number(words.longest))) return;
  event.preventDefault();
  const sent = outbox.find((one) => isSame(one, next));
  if (sent) {
    retry(sent); // pressed twice; where it failed, that means once more
    return;
  }
  giveId(next);
  outbox.push(next);
  showGoing(next);
  work();
});

window.addEventListener("online", () => outbox.forEach(retry));
