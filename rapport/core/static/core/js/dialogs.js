// A link with data-dialog opens its page in a dialog: only the .dialog-part of it. A form in there that is refused
// (409, 422) stays; any other answer closes the dialog and is the new page. Focus goes back to the opener.
import htmx from "../../vendor/htmx.esm.min.js";
import { forScripts } from "./pages.js";

const dialog = () => document.getElementById("dialog");
const body = () => document.getElementById("dialog-body");
let openedAt = "";

function prepare() {
  const box = body();
  const heading = box.querySelector("h1, h2");
  if (heading) heading.id ||= "dialog-title";
  for (const form of box.querySelectorAll("form:not([action])")) form.setAttribute("action", openedAt);
  htmx.process(box);
}

async function show(link) {
  const response = await fetch(link.href, { headers: { "X-Requested-With": "dialog" } }).catch(() => null);
  const page = response && new DOMParser().parseFromString(forScripts(await response.text()), "text/html");
  const part = page?.querySelector("main .dialog-part");
  if (!part) {
    location.assign(link.href);
    return;
  }
  openedAt = response.url;
  body().replaceChildren(part);
  dialog().showModal();
  prepare();
  const first = body().querySelector("[autofocus]") ?? body().querySelector("form :is(input:not([type=hidden]), select, textarea)");
  first?.focus(); // else it would be the button that closes
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      show(link);
      return;
    }
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    const closer = event.target.closest("[data-close]");
    const open = event.target.closest("dialog[open]");
    if (open && (closer || event.target === open)) {
      if (closer?.matches("a")) event.preventDefault();
      if (closer) event.stopImmediatePropagation();
      open.close();
    }
  },
  { capture: true },
);

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const source = ctx.sourceElement;
  if (event.defaultPrevented) return; // no answer to it: what was written stays open
  if (!source?.closest?.("#dialog") || source.hasAttribute("hx-target")) return; // what names its target stays in here
  if ([409, 422].includes(ctx.response.status) && ctx.text.includes("dialog-part")) {
    Object.assign(ctx, { target: body(), select: "main .dialog-part", selectOOB: null, swap: "innerHTML", push: "false" });
  } else {
    dialog().close();
  }
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === body() && dialog().open) {
    prepare();
    (body().querySelector(".error-summary") ?? body().querySelector("h1"))?.focus();
  }
});
