// A row that is done (form[data-done]) leaves at once and focus goes to the next one. When the server does not agree,
// the row comes back and a toast says why. So it is with "Undo" in a toast. An answer for the page one is on is morphed
// into it, so that nothing flickers, no menu closes and no focus is lost; unless the form is one in which somebody wrote
// (form[data-anew]): what was sent must not stand there still.
import { box, toast } from "./toasts.js";

const leaving = new Set(); // forms whose rows have left and whose answers are awaited
const rowOf = (form) => form.closest("[data-row], li, tr, article");
const isQuiet = (form) => Boolean(form?.matches?.("form[data-done], #toasts form"));
const rows = () => [...document.querySelectorAll("main [data-row]")].filter((row) => !row.classList.contains("is-done"));
const doorOf = (row) => row?.querySelector("a, button:not([popovertarget])") ?? row?.querySelector("button");
let place = -1; // of the row with the focus, among all rows, before an answer replaces them

export const isBusy = () => leaving.size > 0;

function leave(form) {
  const row = rowOf(form);
  const at = rows().indexOf(row);
  leaving.add(form);
  row?.classList.add("is-done");
  if (row) row.inert = true;
  if (at >= 0) focusRow(at);
}

function comeBack(form) {
  const row = rowOf(form);
  leaving.delete(form);
  row?.classList.remove("is-done");
  if (row) row.inert = false;
}

function focusRow(at) {
  const left = rows();
  const next = left[Math.min(at, left.length - 1)];
  (doorOf(next) ?? document.querySelector("main h1, main"))?.focus({ preventScroll: Boolean(!next) });
}

// What the answer says about why it did not work: the sentence of a refusal, else our own words for any trouble.
function reason(ctx) {
  const page = new DOMParser().parseFromString(ctx.text, "text/html");
  return page.querySelector("[data-reason]")?.textContent.trim() || box().dataset.trouble;
}

function failed(form, words) {
  if (form.matches("[data-done]")) comeBack(form);
  const line = form.closest("#toasts > .toast");
  if (line) line.dataset.failed = "yes"; // so that "Try now" still finds its form
  toast(words, "late", { again: form });
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?.matches?.("form[data-done]")) leave(ctx.sourceElement);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (isQuiet(form) && ctx.response.status >= 400) {
    event.preventDefault();
    failed(form, reason(ctx));
    return;
  }
  const answered = new URL(ctx.response.raw.url || location.href, location.href);
  const samePage = answered.pathname === location.pathname;
  const isOurs = isQuiet(form) || (document.querySelector("main [data-live]") && !form?.matches?.("form[data-anew]"));
  if (samePage && isOurs && ctx.request.method === "POST" && String(ctx.swap).startsWith("outerHTML")) {
    ctx.swap = ctx.swap.replace("outerHTML", "outerMorph");
  }
  leaving.delete(form);
});

document.addEventListener("htmx:error", ({ detail: { ctx, error } }) => {
  const form = ctx?.sourceElement;
  const isNetwork = error instanceof TypeError || ctx?.request?.signal?.reason === "timeout";
  if (isQuiet(form)) failed(form, isNetwork ? box().dataset.offline : box().dataset.trouble);
  else if (isNetwork && box()) toast(box().dataset.offline, "late");
});

document.addEventListener("htmx:before:swap", () => (place = rows().findIndex((row) => row.contains(document.activeElement))));
document.addEventListener("htmx:after:swap", () => {
  for (const form of leaving) rowOf(form)?.classList.add("is-done");
  const isLost = [document.body, document.querySelector("main")].includes(document.activeElement);
  if (place >= 0 && isLost) focusRow(place);
  place = -1;
});
