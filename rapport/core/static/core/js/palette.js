// Ctrl K: the search page as a dialog. A combobox with a listbox; every keystroke asks the server for the lines, and an
// answer that comes after a newer question is dropped. Without this module the same links lead to the search page.
import htmx from "../../vendor/htmx.esm.min.js";

const WAIT = 120;
const REMEMBERED = 6;
const dialog = () => document.getElementById("palette");
const field = () => dialog()?.querySelector("[role=combobox]"); // pages of strangers have no palette
const list = () => document.getElementById("palette-list");
const chip = () => dialog().querySelector(".palette-step");
const options = () => [...list().querySelectorAll("[role=option]")];
const chosen = () => list().querySelector("[aria-selected=true]");
let step = ""; // the word that was chosen first, when it is asked which customer
let waiting;
let asking;
let last = -WAIT; // when something was typed
let taken = { option: null, path: "" };

export function open() {
  if (!dialog() || dialog().open) return field()?.focus();
  for (const menu of document.querySelectorAll("[popover]:popover-open")) menu.hidePopover();
  begin("", "");
  dialog().showModal();
  field().focus();
}

function begin(word, label) {
  step = word;
  chip().hidden = !word;
  chip().querySelector("span").textContent = label;
  field().value = "";
  ask(0);
}

// The first key is asked for at once; those that follow it closely are waited for.
function ask(wait = Math.max(0, last + WAIT - performance.now())) {
  last = performance.now();
  clearTimeout(waiting);
  asking?.abort();
  waiting = setTimeout(fetchLines, wait);
}

async function fetchLines() {
  const question = (asking = new AbortController());
  const words = new URLSearchParams({ q: field().value, do: step, used: used().join(",") });
  const headers = { "X-Requested-With": "palette" };
  try {
    const answer = await fetch(`${dialog().dataset.address}?${words}`, { headers, signal: question.signal });
    const html = await answer.text();
    if (question.signal.aborted) return;
    if (answer.redirected || !answer.ok) return say(dialog().dataset.failed);
    show(html);
  } catch (error) {
    if (error.name !== "AbortError") say(dialog().dataset.failed);
  }
}

function show(html) {
  list().innerHTML = html;
  htmx.process(list());
  list().scrollTop = 0;
  mark(options()[0]);
  field().setAttribute("aria-expanded", String(options().length > 0));
  status((list().querySelector("[data-none]") ?? list().querySelector("[data-count]"))?.textContent ?? "");
}

function say(words) {
  const line = Object.assign(document.createElement("p"), { className: "palette-none", textContent: words });
  list().replaceChildren(line);
  mark(null);
  field().setAttribute("aria-expanded", "false");
  status(words);
}

const status = (words) => (document.getElementById("palette-status").textContent = words);

function mark(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
}

function move(by) {
  const all = options();
  const at = all.indexOf(chosen());
  mark(all[(at + by + all.length) % all.length]);
}

function take(option, beside) {
  if (option.dataset.word) remember(option.dataset.word);
  if (beside) return window.open(option.href, "_blank", "noopener");
  if ("step" in option.dataset) return begin(option.dataset.word, option.querySelector(".palette-words").textContent.trim());
  dialog().close();
  taken = { option, path: location.pathname };
  option.click();
}

// To the page one is on already: to its top, or where one writes, like to any other.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!taken.option || ctx.sourceElement !== taken.option || taken.path !== location.pathname) return;
  if (ctx.request?.anchor) return; // pages.js leads there
  const field = document.querySelector("main [autofocus]");
  const heading = document.querySelector("main h1");
  window.scrollTo(0, 0);
  if (!field) heading?.setAttribute("tabindex", "-1");
  (field ?? heading)?.focus({ preventScroll: !field });
});

// Which words were used lately stays in this browser; only their names are sent, and the server offers what it may.
const used = () => {
  try {
    return JSON.parse(localStorage.getItem("palette.used")) ?? [];
  } catch {
    return [];
  }
};

function remember(word) {
  try {
    localStorage.setItem("palette.used", JSON.stringify([word, ...used().filter((other) => other !== word)].slice(0, REMEMBERED)));
  } catch {
    // A browser that keeps nothing shows nothing under "Again".
  }
}

const MOVES = { ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(5), PageUp: () => move(-5) };
MOVES.Home = () => mark(options()[0]);
MOVES.End = () => mark(options().at(-1));

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#palette") || event.isComposing) return;
  if (MOVES[event.key] && options().length && !(event.shiftKey && ["Home", "End"].includes(event.key))) {
    event.preventDefault();
    MOVES[event.key]();
  } else if (event.key === "Enter" && event.target === field()) {
    event.preventDefault();
    if (chosen()) take(chosen(), event.ctrlKey || event.metaKey);
  } else if (event.key === "Backspace" && step && !field().value) {
    begin("", "");
  }
});

document.addEventListener("input", (event) => {
  if (event.target === field() && dialog()) ask();
});

document.addEventListener("pointermove", (event) => {
  const option = event.target.closest?.("#palette [role=option]");
  if (option && option !== chosen() && event.pointerType === "mouse") mark(option);
});

// Before htmx and dialogs.js: a line closes the palette first; a link to the search page opens it.
window.addEventListener(
  "click",
  (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    const option = event.target.closest?.("#palette [role=option]");
    if (option && plain && event.isTrusted) {
      event.preventDefault();
      event.stopImmediatePropagation();
      take(option, false);
    } else if (event.target.closest?.("[data-palette]") && plain && dialog()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      open();
    } else if (event.target.closest?.(".palette-step")) {
      begin("", "");
      field().focus();
    }
  },
  { capture: true },
);

document.addEventListener("close", (event) => {
  if (event.target !== dialog()) return;
  clearTimeout(waiting);
  asking?.abort();
}, { capture: true });
