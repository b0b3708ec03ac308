// The day line under the fingers: arrows, Home and End go from mark to mark, Enter goes to its line below, a tap shows
// who and what. The line that marks the present moves by itself.
const marks = (line) => [...line.querySelectorAll(".dayline-at")].filter((mark) => mark.checkVisibility());
const lineOf = (el) => el.closest?.(".dayline");
const cardOf = (mark) => document.getElementById(mark.dataset.card ?? mark.getAttribute("popovertarget"));
const isRtl = () => document.documentElement.dir === "rtl";
let isByKey = false;

// One stop for Tab; the arrows do the rest.
function settle() {
  const line = document.querySelector(".dayline");
  if (!line) return;
  const all = marks(line);
  const here = all.find((mark) => mark === document.activeElement) ?? all.find((mark) => mark.tabIndex === 0) ?? all[0];
  for (const mark of line.querySelectorAll(".dayline-at")) mark.tabIndex = mark === here ? 0 : -1;
  now(line);
}

function go(line, at) {
  const all = marks(line);
  const mark = all[Math.max(0, Math.min(all.length - 1, at))];
  for (const each of all) each.tabIndex = each === mark ? 0 : -1;
  mark?.focus();
}

function jump(link) {
  const row = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!row) return false;
  link.closest("[popover]")?.hidePopover();
  row.scrollIntoView({ block: "center" });
  (row.querySelector(".person") ?? row.querySelector("a, button"))?.focus({ preventScroll: true });
  row.classList.add("is-found");
  setTimeout(() => row.classList.remove("is-found"), 2000);
  return true;
}

document.addEventListener("keydown", (event) => {
  isByKey = true;
  const line = lineOf(event.target);
  const card = event.target.closest?.(".dayline-card");
  if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
  if (card) return within(event, card);
  const at = marks(line).indexOf(event.target);
  const forward = isRtl() ? "ArrowLeft" : "ArrowRight";
  const back = isRtl() ? "ArrowRight" : "ArrowLeft";
  const steps = { [forward]: at + 1, [back]: at - 1, Home: 0, End: Infinity };
  if (at < 0) return;
  if (event.key in steps) {
    event.preventDefault();
    go(line, steps[event.key]);
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    const opened = cardOf(event.target);
    if (!opened.matches(":popover-open")) opened.showPopover();
    opened.querySelector("a").focus();
  }
});

// In the card of a mark: up and down from line to line, Esc back to the mark.
function within(event, card) {
  const links = [...card.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  links[Math.max(0, Math.min(links.length - 1, next))].focus();
}

document.addEventListener("pointerdown", () => (isByKey = false), { capture: true });
document.addEventListener("focusin", ({ target }) => {
  if (!isByKey || !target.matches?.(".dayline-at")) return;
  const card = cardOf(target);
  setTimeout(() => document.activeElement === target && !card.matches(":popover-open") && card.showPopover());
});
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const card = target.matches?.(".dayline-at") ? cardOf(target) : null;
  if (card?.matches(":popover-open") && !card.contains(relatedTarget) && isByKey) card.hidePopover();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".dayline a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const card = link.dataset.card && cardOf(link);
  if (card && event.pointerType === "touch") {
    event.preventDefault();
    card.togglePopover();
  } else if (jump(link)) event.preventDefault();
});

// The present, each minute; what turned late meanwhile is the server's to say.
function now(line) {
  const { opens, closes, midnight, clock } = line.dataset;
  const [from, to, at] = [Date.parse(opens), Date.parse(closes), Date.now()];
  const share = Math.max(0, Math.min(100, ((at - from) / (to - from)) * 100));
  line.style.setProperty("--now", `${share.toFixed(2)}%`);
  const minutes = Math.floor((at - Date.parse(midnight)) / 60_000);
  const pattern = JSON.parse(clock)[Math.floor(minutes / 60)];
  const label = line.querySelector(".dayline-now time");
  if (pattern && label) label.textContent = pattern.replace("{m}", String(minutes % 60).padStart(2, "0"));
}

document.addEventListener("htmx:after:swap", settle);
document.addEventListener("rapport:tick", settle);
window.addEventListener("resize", settle);
settle();
