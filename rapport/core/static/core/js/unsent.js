// What was typed and not sent is there again after "back": kept in memory only, for as long as the tab shows Rapport.
const kept = new Map(); // address of a page -> what stood in its fields
const sent = new WeakSet();
let here = location.href;

const forms = () => [...document.querySelectorAll(":is(main, #dialog[open]) form[method=post]:not([data-composer])")].filter((form) => !sent.has(form));
const fields = (form) => [...form.elements].filter((el) => el.name && !["hidden", "password", "file", "submit", "button"].includes(el.type));
const isTick = (el) => el.type === "checkbox" || el.type === "radio";
const options = (el) => [...el.options].map((option) => option.selected);

function isChanged(el) {
  if (isTick(el)) return el.checked !== el.defaultChecked;
  if (el.options) return [...el.options].some((option) => option.selected !== option.defaultSelected) && hasChosen(el);
  return el.defaultValue !== undefined && el.value !== el.defaultValue;
}
// A select without a chosen default shows its first line; that is no choice of anybody.
const hasChosen = (el) => [...el.options].some((option) => option.defaultSelected) || el.selectedIndex > 0;

export const hasUnsent = () => forms().some((form) => fields(form).some(isChanged));

// The answer was no answer to what was sent: its words are unsent again. Tells whether there were any.
export function isUnsentAgain(form) {
  if (!form?.matches?.(":is(main, #dialog[open]) form[method=post]") || !fields(form).some(isChanged)) return false;
  sent.delete(form);
  return true;
}

const keyOf = (el, at) => `${new URL(el.form.action).pathname} ${el.name} ${at}`;

function remember() {
  const found = new Map();
  for (const form of forms()) {
    const isRefused = form.matches("[data-inline-form]") && form.querySelector(".error"); // what came back was typed
    fields(form).forEach((el, at) => {
      if (isRefused || isChanged(el)) found.set(keyOf(el, at), isTick(el) ? el.checked : el.options ? options(el) : el.value);
    });
  }
  if (found.size) kept.set(here, found);
  else kept.delete(here);
}

function bringBack() {
  const found = kept.get(location.href);
  if (!found) return;
  const fill = (form) => fillIn(form, found);
  forms().forEach(fill);
  const present = new Set(forms().map((form) => new URL(form.action).pathname));
  const missing = new Set([...found.keys()].map((key) => key.split(" ")[0]).filter((path) => !present.has(path)));
  for (const path of missing) document.dispatchEvent(new CustomEvent("rapport:reopen", { detail: { path, fill } }));
}

function fillIn(form, found) {
  fields(form).forEach((el, at) => {
    const was = found.get(keyOf(el, at));
    if (was === undefined) return;
    if (isTick(el)) el.checked = was;
    else if (el.options) [...el.options].forEach((option, number) => (option.selected = was[number] ?? false));
    else el.value = was;
    el.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

const isBack = (ctx) => ctx.request?.headers?.["HX-History-Restore-Request"];

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.matches?.("form[method=post]")) sent.add(ctx.sourceElement);
});
const notSent = ({ detail: { ctx } }) => sent.delete(ctx?.sourceElement);
document.addEventListener("htmx:error", notSent);
document.addEventListener("htmx:response:error", notSent);
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (isBack(ctx) || ctx.target?.matches?.("main, body")) remember();
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  here = location.href;
  if (isBack(ctx)) bringBack();
});
