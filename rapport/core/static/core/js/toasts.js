// Toasts leave by themselves after ten seconds; hover or focus holds them. "Undo" in a toast is a plain form.
const STAY = 10_000;
const box = () => document.getElementById("toasts");

function arm(toast) {
  if (toast.dataset.armed) return;
  toast.dataset.armed = "yes";
  let timer;
  const leave = () => toast.remove();
  const start = () => (timer = setTimeout(leave, STAY));
  const hold = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusout", start);
  toast.querySelector("form")?.addEventListener("submit", () => setTimeout(leave));
  start();
}

export function toast(words, tone = "") {
  const line = document.createElement("div");
  line.className = "toast";
  if (tone) line.dataset.tone = tone;
  const text = document.createElement("span");
  text.textContent = words;
  line.append(text);
  box()?.append(line);
}

const armAll = () => document.querySelectorAll("#toasts > .toast").forEach(arm);
new MutationObserver(armAll).observe(document.body, { childList: true, subtree: true });
armAll();

// The server did not answer at all: say so, in words that the page brought along.
document.addEventListener("htmx:error", ({ detail }) => {
  const network = detail.error instanceof TypeError || detail.ctx?.request?.signal?.reason === "timeout";
  if (network && box()) toast(box().dataset.offline, "late");
});
