// Says what may come next while one writes a condition in words: ArrowDown goes into the list, Enter takes what is
// marked, Escape closes it. Enter without a mark reads the line. Without this module one writes and presses the button.

let list = null;
let field = null;
let asked = 0;
let waiting = 0;

async function offer(target) {
  const mine = ++asked;
  const words = new URLSearchParams({ line: target.value, at: target.selectionStart });
  const answer = await fetch(`${target.dataset.completions}?${words}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const found = answer?.ok ? await answer.json() : [];
  if (mine !== asked || document.activeElement !== target) return;
  close();
  if (found.length) open(target, found);
}

function open(target, found) {
  field = target;
  list = document.createElement("div");
  list.className = "completions";
  list.id = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", target.dataset.completionsLabel);
  found.forEach((one, place) => {
    const option = document.createElement("div");
    option.id = `completion-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.setAttribute("aria-disabled", String(one.is_example));
    option.dataset.start = one.start;
    option.textContent = one.text;
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => take(option));
    list.append(option);
  });
  target.after(list);
  target.setAttribute("aria-controls", list.id);
}

function close() {
  list?.remove();
  field?.removeAttribute("aria-controls");
  field?.removeAttribute("aria-activedescendant");
  list = field = null;
}

const marked = () => list?.querySelector('[aria-selected="true"]');

function mark(step) {
  const options = [...list.querySelectorAll('[aria-disabled="false"]')];
  if (!options.length) return;
  const wanted = options[(options.indexOf(marked()) + step + options.length + (step < 0 && !marked() ? 1 : 0)) % options.length];
  for (const option of options) option.setAttribute("aria-selected", String(option === wanted));
  wanted.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", wanted.id);
}

function take(option) {
  if (option.getAttribute("aria-disabled") === "true") return;
  const target = field;
  target.setRangeText(`${option.textContent} `, Number(option.dataset.start), target.selectionStart, "end");
  close();
  target.focus();
  offer(target);
}

function onKey(event) {
  if (!event.target.dataset?.completions || event.isComposing) return;
  if (list && (event.key === "ArrowDown" || event.key === "ArrowUp")) mark(event.key === "ArrowDown" ? 1 : -1);
  else if (list && event.key === "Escape") close();
  else if (event.key === "Enter" && !event.shiftKey && marked()) take(marked());
  else if (event.key === "Enter" && !event.shiftKey) (close(), event.target.dispatchEvent(new Event("change", { bubbles: true })));
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("input", (event) => {
  if (!event.target.dataset?.completions) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => offer(event.target), 150);
});
document.addEventListener("keydown", onKey, true);
document.addEventListener("focusout", () => (asked++, close()));
