// After a boosted link or form: the right shell, the right place on the page, and focus where reading goes on.
import { goOn } from "./places.js";

const shellOf = (html) => `${/<html[^>]*\slang="([^"]*)"/.exec(html)?.[1]} ${/<body[^>]*\sdata-shell="([^"]*)"/.exec(html)?.[1]}`;
const ourShell = () => `${document.documentElement.lang} ${document.body.dataset.shell}`;
const boosted = (ctx) => journeys.has(ctx);
const journeys = new WeakSet(); // what was pressed may be gone when the answer is in place, so remember beforehand
let cameFrom = location.pathname;

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement?._htmx?.boosted) journeys.add(ctx);
});

// Scripts run here, but not while an answer is read: what stands in <noscript> would become buttons that one can press.
export const forScripts = (html) => html?.replace(/<noscript>[\s\S]*?<\/noscript>/gi, "");
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => (ctx.text = forScripts(ctx.text)));

// The answer may be for another shell (signed out meanwhile, another language): then the whole body changes.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (!boosted(ctx) || !/<html[\s>]/i.test(ctx.text) || shellOf(ctx.text) === ourShell()) return;
  document.documentElement.lang = /<html[^>]*\slang="([^"]*)"/.exec(ctx.text)?.[1] ?? document.documentElement.lang;
  Object.assign(ctx, { target: document.body, select: null, selectOOB: null, swap: "outerHTML" });
});

document.addEventListener("htmx:before:swap", () => (cameFrom = location.pathname));

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!boosted(ctx)) return;
  const samePage = cameFrom === location.pathname;
  if (!samePage) for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close(); // it was about that page
  if (!samePage && !ctx.request?.anchor) window.scrollTo(0, 0);
  const problems = document.querySelector("main .error-summary");
  if (problems) return problems.focus();
  const isLost = [document.body, document.querySelector("main")].includes(document.activeElement);
  if (!isLost && samePage) return;
  if (document.activeElement?.matches("[autofocus]")) return;
  const aim = ctx.request?.anchor && document.getElementById(ctx.request.anchor);
  const field = document.querySelector("main [autofocus]") ?? aim?.querySelector("textarea"); // came to write
  if ((!samePage || aim) && field) return field.focus();
  if (samePage && !aim && ctx.request?.method === "POST" && goOn()) return;
  const start = (!samePage && document.querySelector("main h1")) || document.querySelector("main");
  start?.setAttribute("tabindex", "-1");
  start?.focus({ preventScroll: true });
});
