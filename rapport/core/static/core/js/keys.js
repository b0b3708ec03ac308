// Keyboard. What a link or button answers to stands in its data-key ("n", "g t"); a row's own come before the page's.
// J and K move among data-row rows. What can be done about a row's customer (data-about) comes from the list behind "?".
// Letters are off while typing and for who switched them off; Ctrl K and Ctrl Enter always work.
import htmx from "../../vendor/htmx.esm.min.js";
import { open as openPalette } from "./palette.js";

const PATTERN = "00000000-0000-0000-0000-000000000000"; // in the addresses of the list: where the row's key goes
const WRITES = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
const WAIT = 1500;
let first = "";
let forget;
let place = { path: "", at: -1 }; // where J and K were, for when the row has gone

// On the window: whoever knows a key better (a composer, a field that is edited in place) has had it before.
window.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = letter(event);
  if (event.ctrlKey || event.metaKey) return withControl(event, key);
  if (event.key === "Escape") return leaveSearch(event);
  if (isOff() || !key || event.target.closest?.(WRITES) || document.querySelector("dialog[open]")) return;
  if (event.shiftKey && /[a-z]/.test(key)) return;
  if (event.repeat && key !== "j" && key !== "k") return;
  if (moves.size) return; // what is typed for the page that comes is no command here
  const pressed = first ? `${first} ${key}` : key;
  clearTimeout(forget);
  first = "";
  const what = answerTo(pressed);
  if (what) {
    event.preventDefault();
    what();
  } else if (targets().some((el) => el.dataset.key.startsWith(`${key} `))) {
    first = key;
    forget = setTimeout(() => (first = ""), WAIT);
  }
});

const moves = new Set(); // to other pages, under way
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target?.localName === "main" && ctx.request.method === "GET") moves.add(ctx);
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => moves.delete(ctx));

// The Latin letter of a key: on a Georgian or Tamil keyboard the one printed in the same place.
function letter({ key, code }) {
  if (/^[\x21-\x7e]$/.test(key) && !(code === "Slash" && ".,".includes(key))) return key.toLowerCase();
  return /^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? (code === "Slash" && key.length === 1 ? "/" : "");
}

function withControl(event, key) {
  if (key === "k" && !event.shiftKey && document.getElementById("palette")) {
    event.preventDefault();
    if (!document.querySelector("dialog[open]:not(#palette)")) openPalette(); // what is begun there comes first
  } else if (key === "z" && !event.shiftKey && event.target.matches?.(WRITES) && !event.target.value && undoLast()) {
    event.preventDefault(); // nothing to take back in an empty field but what was just sent from it
    undoLast()();
  } else if (event.key === "Enter" && event.target.form && event.target.closest("main, #dialog")) {
    event.preventDefault();
    const form = event.target.form;
    form.requestSubmit([...form.elements].find((el) => el.matches("button:not([type=button]), [type=submit]")));
  }
}

function answerTo(pressed) {
  const row = currentRow();
  const own = row && inRow(row, pressed);
  if (own) return own;
  const hit = targets().find((el) => el.dataset.key === pressed && !el.closest("[data-row]"));
  if (hit) return () => press(hit);
  if (pressed === "j" || pressed === "k") return rows().length ? () => step(pressed === "j" ? 1 : -1) : null;
  if (pressed === "z") return undoLast();
  if (pressed === "/") return search;
  if (pressed === "?") return list;
  return aboutCustomer(document.querySelector("main [data-about]:not([data-row])"), pressed);
}

// Rows ---------------------------------------------------------------------------------------------------------------

const visible = (el) => (el.checkVisibility?.() ?? true) || Boolean(el.closest("[popover]")) || el.dataset.key?.startsWith("g ");
const KEYS = ":is(a, button, input)[data-key]";
const targets = () => [...document.querySelectorAll(KEYS)].filter((el) => !el.disabled && visible(el));
const rows = () => [...document.querySelectorAll("main [data-row]")].filter((row) => row.checkVisibility?.() ?? true);
const currentRow = () => document.activeElement?.closest?.("main [data-row]");

function step(by) {
  const all = rows();
  const focused = all.indexOf(currentRow());
  const remembered = place.path === location.pathname ? Math.min(place.at, all.length) : -1;
  const from = focused >= 0 ? focused + by : remembered >= 0 ? remembered : 0;
  const at = Math.max(0, Math.min(all.length - 1, from));
  place = { path: location.pathname, at };
  all[at].querySelector("a[href]:not([hidden]), button")?.focus(); // not what was just done about its customer
  all[at].scrollIntoView({ block: "nearest" });
}

function inRow(row, pressed) {
  const own = [...row.querySelectorAll(KEYS)].find((el) => el.dataset.key === pressed && !el.disabled);
  if (own) return () => press(own, row);
  return aboutCustomer(row, pressed);
}

// "Promise something" about the customer of this row or page: the address stands, as a pattern, in the list of keys.
function aboutCustomer(where, pressed) {
  const [source, key] = where?.dataset.about?.split(":") ?? [];
  const pattern = key && document.querySelector(`#keys a[data-word-key="${CSS.escape(pressed)}"][data-of="${CSS.escape(source)}"]`);
  if (!pattern) return null;
  return () => {
    const link = pattern.cloneNode(true);
    link.setAttribute("href", pattern.getAttribute("href").replace(PATTERN, key));
    link.hidden = true;
    (where.matches("tr") ? where.cells[0] : where).append(link);
    htmx.process(link);
    link.click();
    setTimeout(() => link.remove(), WAIT);
  };
}

function press(el, row) {
  if (el.matches("[popovertarget]")) return openMenu(el);
  if (!row && !el.closest("[popover]")) el.focus();
  el.click();
}

function openMenu(button) {
  const menu = document.getElementById(button.getAttribute("popovertarget"));
  button.focus();
  menu?.showPopover();
  (menu?.querySelector(".menu-title ~ * button") ?? menu?.querySelector("a[href], button"))?.focus(); // the menu of "put off" has more
}

// Everywhere ---------------------------------------------------------------------------------------------------------

function undoLast() {
  const undo = [...document.querySelectorAll("#toasts .toast form button")].at(-1);
  return undo ? () => undo.click() : null;
}

function search() {
  const field = document.querySelector("main [type=search]");
  if (field) field.select();
  else openPalette();
}

function leaveSearch({ target }) {
  if (target.matches?.("main [type=search]") && !target.value) target.blur();
}

const isOff = () => document.body.dataset.keys === "off";
const name = (el) => el.dataset.keyName ?? el.getAttribute("aria-label") ?? (el.querySelector("span") ?? el.closest("label") ?? el).textContent.trim();

// The list behind "?": what holds everywhere stands there; what this page offers is added each time it is opened.
function list() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  const [here, inLists] = [dialog.querySelector("[data-keys-here]"), dialog.querySelector("[data-keys-rows]")];
  const elements = targets().filter((el) => el.closest("main"));
  const page = known(elements.filter((el) => !el.closest("[data-row]")), "main [data-about]:not([data-row])");
  const row = known(elements.filter((el) => el.closest("[data-row]")), "main [data-row][data-about]");
  fill(here, page);
  fill(inLists, row);
  here.hidden = !page.size;
  inLists.hidden = !rows().length;
  dialog.showModal();
}

// Keys and words: of these elements, and of what can be done about the customer whom the page or its rows are about.
function known(elements, about) {
  const found = new Map();
  const source = document.querySelector(about)?.dataset.about.split(":")[0];
  for (const el of elements) if (!found.has(el.dataset.key)) found.set(el.dataset.key, name(el));
  for (const link of document.querySelectorAll("#keys a[data-word-key]")) {
    const key = link.dataset.wordKey;
    if (link.dataset.of === source && !found.has(key)) found.set(key, link.textContent.trim());
  }
  return found;
}

function fill(section, found) {
  for (const old of section.querySelectorAll("[data-made]")) old.remove();
  section.querySelector("dl").append(...[...found].map(([keys, words]) => line(words, keys)));
}

function line(words, keys) {
  const row = document.createElement("div");
  row.dataset.made = "yes";
  const how = document.createElement("dd");
  const caps = keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() }));
  how.append(...caps);
  row.append(Object.assign(document.createElement("dt"), { textContent: words }), how);
  return row;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-list]")) return;
  event.preventDefault();
  list();
});

// Switched off or on: at once here, while the same form tells the server.
document.addEventListener("change", (event) => {
  if (!event.target.matches("form[data-keys-form] input[name=single_keys]")) return;
  if (event.target.checked) delete document.body.dataset.keys;
  else document.body.dataset.keys = "off";
  event.target.form.requestSubmit();
});
