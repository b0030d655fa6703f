// Keeps what is being written, on the server: a closed page costs nobody their words, and nothing of it stays on the phone.
// Without script, or without a network, everything else works as it did; then a line under the box says so.

const PAUSE = 700; // milliseconds without a key before it is kept

function watch(box) {
  const { form } = box;
  const line = document.getElementById(`${box.id}-kept`);
  let timer = null;
  let going = false;
  let sent = false;
  let known = { id: form.elements.message_id.value, version: Number(box.dataset.version), text: box.value };

  function say(text) {
    if (line) line.textContent = text;
  }

  function body() {
    const id = form.elements.message_id.value;
    const version = id === known.id ? known.version : 0;
    return new URLSearchParams({ message_id: id, place: box.dataset.unfinished, version, text: box.value });
  }

  async function keep() {
    if (going || sent || box.value === known.text) return;
    going = true;
    const data = body();
    try {
      const answer = await fetch("/unfinished", { method: "POST", body: data });
      if (!answer.ok) throw new Error(String(answer.status));
      const kept = await answer.json();
      if (form.elements.message_id.value === data.get("message_id")) form.elements.message_id.value = kept.id;
      known = { id: kept.id, version: kept.version, text: data.get("text") };
      say(box.value ? box.dataset.kept : "");
    } catch {
      say(box.dataset.notKept);
    }
    going = false;
    if (box.value !== data.get("text")) wait();
  }

  function wait() {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  }

  box.addEventListener("input", () => {
    sent = false;
    wait();
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    sent = true;
    say("");
  });
  window.addEventListener("online", keep);
  window.addEventListener("pagehide", () => {
    if (!sent && box.value !== known.text) fetch("/unfinished", { method: "POST", body: body(), keepalive: true });
  });
}

document.querySelectorAll("[data-unfinished]").forEach(watch);
