// Answers that are not what was asked for. A whole page never lands inside a part of another one: its reason is said as
// a toast. After a fault of ours nothing on the page is lost. Slow answers show a line, quick ones nothing.
import { box, toast } from "./toasts.js";
import { isUnsentAgain } from "./unsent.js";

const PATIENCE = 300; // ms
const isPage = (text) => /<html[\s>]/i.test(text ?? "");
const pending = new Map();

const isSignIn = (text) => isPage(text) && /<body[^>]*data-shell="plain"/.test(text) && document.body.dataset.shell === "staff";

const reason = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("[data-reason], main h1")?.textContent.trim() || box()?.dataset.trouble;
};

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (event.defaultPrevented || !ctx.response) return;
  const { status } = ctx.response;
  const whole = ctx.target === document.body || ctx.target?.localName === "main";
  if (status >= 500 && (ctx.request?.method ?? "GET").toUpperCase() !== "GET") {
    event.preventDefault();
    toast(box()?.dataset.trouble, "late", { again: ctx.sourceElement?.closest?.("form") });
  } else if (isSignIn(ctx.text) && (!whole || isUnsentAgain(ctx.sourceElement))) {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("rapport:signed-out"));
  } else if (status >= 400 && isPage(ctx.text) && !whole) {
    event.preventDefault();
    toast(reason(ctx.text), "late");
  }
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target?.localName !== "main" && ctx.target !== document.body) return;
  pending.set(ctx, setTimeout(() => (document.documentElement.dataset.busy = "yes"), PATIENCE));
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  clearTimeout(pending.get(ctx));
  pending.delete(ctx);
  if (!pending.size) delete document.documentElement.dataset.busy;
});
