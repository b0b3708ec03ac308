// Rows are put in another order: by dragging their grip, or with Alt and an arrow key. Each row's own form has
// "Move up" and "Move down" for who has neither. The new order is sent once the hand rests.
import { PART, draw, partOf } from "./inline-edit.js";

const REST = 600;
const waiting = new Map(); // list -> the order before, and the timer

const rowOf = (node) => node?.closest?.("[data-arrange] > [data-row-key]");

function moved(list, before) {
  const known = waiting.get(list);
  clearTimeout(known?.timer);
  waiting.set(list, { before: known?.before ?? before, timer: setTimeout(() => send(list), REST) });
}

async function send(list) {
  const { before } = waiting.get(list);
  waiting.delete(list);
  const keys = [...list.querySelectorAll(":scope > [data-row-key]")].map((row) => row.dataset.rowKey);
  if (keys.join() === before.map((row) => row.dataset.rowKey).join()) return;
  const body = new URLSearchParams(keys.map((key) => ["key", key]));
  const headers = { ...PART, ...JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}") };
  const focused = rowOf(document.activeElement)?.dataset.rowKey;
  const answer = await fetch(list.dataset.arrange, { method: "POST", body, headers, keepalive: true }).catch(() => null);
  const page = answer?.ok && partOf(await answer.text());
  if (!page?.querySelector("#hello, #arranged")) {
    list.append(...before);
    return document.dispatchEvent(new CustomEvent("htmx:error", { detail: { error: new TypeError("not sent") } }));
  }
  draw(page);
  if (focused) document.querySelector(`[data-row-key="${focused}"] a[data-inline]`)?.focus();
}

document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || event.target.closest("form")) return;
  if (row.matches(".place") && !event.target.closest(".place-tools, summary")) return;
  event.preventDefault();
  const before = [...row.parentElement.children];
  const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  other[event.key === "ArrowUp" ? "before" : "after"](row);
  event.target.focus();
  moved(row.parentElement, before);
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  const row = rowOf(grip);
  if (!row || event.button !== 0) return;
  event.preventDefault();
  const list = row.parentElement;
  const before = [...list.children];
  row.classList.add("is-dragged");
  const drag = ({ clientY }) => {
    const others = [...list.children].filter((other) => other !== row);
    const next = others.find((other) => clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
    if (next ? next !== row.nextElementSibling : list.lastElementChild !== row) list.insertBefore(row, next ?? null);
  };
  const drop = () => {
    row.classList.remove("is-dragged");
    document.removeEventListener("pointermove", drag);
    moved(list, before);
  };
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", drop, { once: true });
  document.addEventListener("pointercancel", drop, { once: true });
});
