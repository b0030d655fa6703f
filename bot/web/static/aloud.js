// "Read this to me": a button at each answer, where the device itself has a voice for its language.
// Never a voice from the network: it would send what stands here, a parent's notes too, to somebody else's computer.

const speech = window.speechSynthesis;
const turns = document.querySelector("[data-turns]");
const words = turns.dataset;
let reading = null; // the button of the answer that is being read

function voiceFor(language) {
  const own = speech.getVoices().filter((voice) => voice.localService && voice.lang.split(/[-_]/)[0] === language);
  return own.find((voice) => /^en[-_]GB/.test(voice.lang)) ?? own.find((voice) => voice.default) ?? own[0];
}

function languageOf(part) {
  return part.closest("[lang]").lang;
}

// "01632 960031" as "0 1 6 3 2, 9 6 0 0 3 1": as one number nobody could write it down.
function spoken(part) {
  const copy = part.cloneNode(true);
  for (const link of copy.querySelectorAll("a[href^='tel:']")) {
    link.textContent = link.textContent.split(/\s+/).map((group) => [...group].join(" ")).join(", ");
  }
  return copy.textContent.trim();
}

function stop() {
  if (reading) reading.textContent = words.read;
  reading = null;
  speech.cancel();
}

function read(button, reply) {
  stop();
  reading = button;
  button.textContent = words.stop;
  const parts = [...reply.querySelectorAll(":scope > p:not(.english), :scope > blockquote")];
  const aloud = parts.map((part) => [part, voiceFor(languageOf(part))]).filter(([, voice]) => voice);
  aloud.forEach(([part, voice], at) => {
    const utterance = new SpeechSynthesisUtterance(spoken(part));
    utterance.voice = voice;
    utterance.lang = voice.lang;
    const done = () => {
      if (reading === button) stop();
    };
    utterance.addEventListener("error", done);
    if (at === aloud.length - 1) utterance.addEventListener("end", done);
    speech.speak(utterance);
  });
}

function offer(reply) {
  const old = reply.parentElement.querySelector(".aloud");
  if (Boolean(old) === Boolean(voiceFor(reply.lang))) return;
  if (old) {
    old.remove();
    return;
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "as-link aloud", textContent: words.read });
  button.addEventListener("click", () => (reading === button ? stop() : read(button, reply)));
  reply.after(button);
}

function offerAll() {
  turns.querySelectorAll("[data-reply]").forEach(offer);
}

if (speech) {
  stop(); // some browsers go on with the last page's
  offerAll();
  speech.addEventListener?.("voiceschanged", offerAll); // the voices may come late
  new MutationObserver(offerAll).observe(turns, { childList: true });
  // Whoever leaves in a hurry must not be read to while the next page comes.
  for (const leaving of ["beforeunload", "pagehide"]) window.addEventListener(leaving, stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
}
