// A fact is changed where it stands: its link brings the form into its place, Enter or leaving it saves, Esc restores.
// Without this module the same links lead to the same forms as pages. What was typed stays until the server has it.
import htmx from "../vendor/htmx.esm.min.js";

const PART = { "HX-Request": "true", "HX-Request-Type": "partial" };
const opened = new Map(); // form -> what stood in its place, and what it said when it came

const partOf = (html) => new DOMParser().parseFromString(html, "text/html");
const formOf = (node) => node?.closest?.("form[data-inline-form]");
const said = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
const wide = (form) => form.querySelector("textarea, select") !== null || form.querySelectorAll(".row-field").length > 1;

async function open(link) {
  const place = link.closest("[data-part]");
  const answer = await fetch(link.href, { headers: PART }).catch(() => null);
  const form = answer && formOf(partOf(await answer.text()).querySelector("form"));
  if (!place?.isConnected) return;
  if (!form) return location.assign(link.href);
  const before = [...place.childNodes];
  place.replaceChildren(form);
  begin(form, { place, before });
  const field = first(form);
  field?.focus();
  if (["text", "search", "tel", "url", "textarea"].includes(field?.type)) field.setSelectionRange(-1, -1); // one writes on
}

function begin(form, state) {
  form.tabIndex = -1; // a click between its fields does not leave it
  opened.set(form, { ...state, said: said(form), busy: false });
  htmx.process(form);
}

const first = (form) =>
  form.querySelector('[aria-invalid="true"]') ??
  form.querySelector(".inline-fields :is(input, select, textarea):not([type=hidden])");

function close(form, { focus = true } = {}) {
  const { place, before } = opened.get(form);
  opened.delete(form);
  place.replaceChildren(...before);
  if (focus) place.querySelector("a[data-inline]")?.focus();
}

function save(form, submitter) {
  const state = opened.get(form);
  if (!state || state.busy) return state?.saving;
  return (state.saving = send(form, state, submitter));
}

async function send(form, state, submitter) {
  if (!submitter?.name && !form.hasAttribute("data-asks") && state.said === said(form) && !form.querySelector(".error")) {
    return close(form);
  }
  const leaving = !form.contains(document.activeElement);
  state.busy = true;
  form.setAttribute("aria-busy", "true");
  const sent = new FormData(form, submitter?.name ? submitter : undefined);
  let answer = null;
  try {
    answer = await fetch(form.getAttribute("action"), { method: "POST", body: sent, headers: PART, keepalive: true });
    answer = { status: answer.status, page: partOf(await answer.text()) };
  } catch {
    answer = null;
  }
  state.busy = false;
  form.removeAttribute("aria-busy");
  const again = formOf(answer?.page.querySelector("form[data-inline-form]"));
  if (again) ask(form, again, leaving);
  else if (answer?.status === 200 && answer.page.querySelector("#hello")) draw(answer.page, form, leaving);
  else complain(form);
}

// The server has a question: the form comes again, with what was typed in it.
function ask(form, again, leaving) {
  const state = opened.get(form);
  opened.delete(form);
  form.replaceWith(again);
  begin(again, state);
  if (!leaving || document.activeElement === document.body) first(again)?.focus();
}

// Not reached, or signed out meanwhile: nothing that was written goes away.
function complain(form) {
  let words = form.querySelector(".inline-offline");
  if (!words) {
    words = Object.assign(document.createElement("p"), { className: "error inline-offline", role: "alert" });
    form.prepend(words);
  }
  words.textContent = form.dataset.offline;
}

const unsaved = () =>
  [...opened.keys()].filter((form) => {
    if (!form.isConnected) return opened.delete(form) && false;
    const { busy, said: before } = opened.get(form);
    return busy || before !== said(form) || form.matches("[data-asks]") || form.querySelector(".error");
  });

// Whoever goes elsewhere has it saved first, and stays where something keeps it from being saved.
async function leave(goOn) {
  await Promise.all(
    unsaved()
      .filter((form) => !form.matches("[data-asks]"))
      .map((form) => save(form)),
  );
  const [kept] = unsaved();
  if (!kept) return goOn();
  kept.scrollIntoView({ block: "nearest" });
  first(kept)?.focus();
}

const leads = (link) =>
  link?.protocol.startsWith("http") && link.target !== "_blank" && !link.download && !link.getAttribute("href").startsWith("#");

// Every part of the answer goes to the place with its id, unless somebody is writing in there.
function draw(page, form, leaving) {
  const place = form ? opened.get(form).place.id : "";
  const goBack = form && (!leaving || document.activeElement === document.body);
  if (form) close(form, { focus: false });
  if (page.title) document.title = page.title;
  for (const part of page.querySelectorAll("body > [id]")) swap(part);
  for (const toast of page.querySelectorAll("body > .toast")) {
    document.getElementById("toasts")?.append(toast);
    htmx.process(toast);
  }
  if (goBack) focusOn(place);
}

function swap(part) {
  const present = document.getElementById(part.id);
  if (!present) return;
  if (![...opened.keys()].some((form) => present.contains(form))) {
    present.replaceWith(part);
    htmx.process(part);
    return;
  }
  for (const inner of part.querySelectorAll("[data-part]")) swap(inner);
}

function focusOn(id) {
  const place = document.getElementById(id) ?? document.querySelector(".facts-column");
  place?.querySelector("a[data-inline]")?.focus();
}

const elsewhere = (link) => leave(() => (link.isConnected ? link.click() : location.assign(link.href)));

document.addEventListener(
  "click",
  (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest("a[data-inline]");
    const closer = event.target.closest("a[data-inline-close]");
    const form = opened.has(formOf(closer)) ? formOf(closer) : null;
    const away = !link && !form && leads(event.target.closest("a[href]")) && unsaved().length;
    if (!link && !form && !away) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form) close(form);
    else if (link) open(link);
    else elsewhere(event.target.closest("a[href]"));
  },
  { capture: true },
);

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const stays = form.matches("[hx-get], [hx-post], [data-done], [method=dialog]");
    if (!opened.has(form) && (stays || !unsaved().length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (opened.has(form)) save(form, submitter);
    else leave(() => form.isConnected && form.requestSubmit(submitter));
  },
  { capture: true },
);

document.addEventListener("keydown", (event) => {
  const form = formOf(event.target);
  if (!opened.has(form)) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close(form);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && wide(form)) {
    event.preventDefault();
    save(form);
  }
});

// Leaving the form saves; another window, a file chooser or another field of the same form is no leaving.
document.addEventListener("focusout", (event) => {
  const form = formOf(event.target);
  if (!opened.has(form) || form.contains(event.relatedTarget)) return;
  setTimeout(() => {
    if (!opened.has(form) || !document.hasFocus() || form.contains(document.activeElement)) return;
    if (!form.hasAttribute("data-asks")) save(form);
  });
});

// After "back" and "forward" a fact that could not be saved is open again, with what was typed.
document.addEventListener("rapport:reopen", async ({ detail }) => {
  const link = [...document.querySelectorAll("a[data-inline]")].find((one) => new URL(one.href).pathname === detail.path);
  if (!link) return;
  const place = link.closest("[data-part]");
  await open(link);
  const form = formOf(place.querySelector("form"));
  if (form) detail.fill(form);
});

// A window that is closed asks first.
addEventListener("beforeunload", (event) => unsaved().length && event.preventDefault());

export { PART, draw, partOf };
