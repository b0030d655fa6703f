// The chat on a council's own site: a button where this script stands, and behind it our page in a frame.
// Nothing is read from the council's page but this tag's data and its language, and nothing is told to it.
(() => {
  const all = WORDS;
  const tag = document.currentScript;
  const { council = "", colour = "", language = document.documentElement.lang } = tag.dataset;
  const code = language.toLowerCase().split("-")[0];
  const [open, close, dir] = all[code] || all.en;
  const home = new URL(tag.src).origin;

  let accent = "#2b5a63";
  if (colour) {
    const parts = /^#[0-9a-f]{6}$/i.test(colour) && colour.match(/\w\w/g).map((hex) => parseInt(hex, 16) / 255);
    const [r, g, b] = (parts || []).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    if (parts && 1.05 / (light + 0.05) >= 4.5) accent = colour;
    else console.warn(`data-colour="${colour}" is not used: it must be #rrggbb, and dark enough for white words (4.5:1).`);
  }

  const make = (name, given, inside = "") => Object.assign(document.createElement(name), given, { textContent: inside });
  const place = make("div", { lang: all[code] ? code : "en", dir });
  const shadow = place.attachShadow({ mode: "open" });
  const button = make("button", { type: "button", ariaHasPopup: "dialog" }, open);
  const dialog = make("dialog", { ariaLabel: open });
  const shut = make("button", { type: "button" }, close);
  const css = `
    button { font: 600 18px/1.3 system-ui, sans-serif; min-height: 44px; padding: 8px 16px; color: #fff;
      background: ${accent}; border: 2px solid #fff; border-radius: 8px; cursor: pointer }
    button:focus-visible { outline: 3px solid #fd0; box-shadow: 0 0 0 6px #0b0c0c }
    dialog { box-sizing: border-box; width: 100%; height: 100%; max-width: none; max-height: none; margin: 0; padding: 0;
      border: 0; background: ${accent} }
    dialog[open] { display: flex; flex-direction: column; align-items: flex-end }
    dialog button { margin: 4px }
    dialog::backdrop { background: #0009 }
    iframe { flex: 1; width: 100%; min-height: 0; border: 0; background: #faf8f5 }
    @media (min-width: 640px) and (min-height: 480px) {
      dialog { width: 440px; height: min(760px, 94%); margin: auto 16px 16px auto; margin-inline: auto 16px; border-radius: 8px }
    }`;
  if (shadow.adoptedStyleSheets) {
    // Allowed where the council's policy forbids styles in a page.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
  } else shadow.append(make("style", {}, css));

  let frame;
  const forget = () => {
    dialog.close();
    if (frame) frame.remove();
    frame = null;
  };
  button.addEventListener("click", () => {
    if (!frame) {
      frame = make("iframe", { title: open, referrerPolicy: "no-referrer" });
      frame.sandbox = "allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
      frame.src = `${home}/embed?${new URLSearchParams({ council, language: code, colour })}`;
      dialog.append(frame);
    }
    dialog.showModal();
  });
  shut.addEventListener("click", () => dialog.close());
  // Escape in the frame is ours only if the frame says so. It can say nothing else.
  addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.origin === home && event.data === "close") dialog.close();
  });
  // After "Exit this page", "back" must show the council's page and no chat.
  addEventListener("pagehide", forget);

  dialog.append(shut);
  shadow.append(button, dialog);
  if (tag.closest("body")) tag.after(place);
  else document.addEventListener("DOMContentLoaded", () => document.body.append(place));
})();
