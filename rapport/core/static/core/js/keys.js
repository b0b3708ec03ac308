// Keyboard: what a link or button answers to stands in its data-key ("n", "g t"). "/" searches, "?" lists them all.
// data-row rows: J and K move, Enter opens. Single letters are off while typing, and for who switched them off.
const typing = (el) => el?.closest?.("input, textarea, select, [contenteditable], dialog[open]");
const visible = (el) => el.checkVisibility?.() ?? true;
const targets = () => [...document.querySelectorAll("[data-key]")].filter(visible);
let first = "";
let forget;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.key.length !== 1) return;
  if (typing(event.target) || document.body.dataset.keys === "off") return;
  const key = event.key.toLowerCase();
  const pressed = first ? `${first} ${key}` : key;
  clearTimeout(forget);
  first = "";
  const hit = targets().find((el) => el.dataset.key === pressed);
  if (hit) act(event, () => (hit.focus(), hit.click()));
  else if (key === "/") act(event, search);
  else if (key === "?") act(event, list);
  else if (key === "j" || key === "k") act(event, () => step(key === "j" ? 1 : -1));
  else if (targets().some((el) => el.dataset.key.startsWith(`${key} `))) {
    first = key;
    forget = setTimeout(() => (first = ""), 1500);
  }
});

function act(event, what) {
  event.preventDefault();
  what();
}

function search() {
  const field = document.querySelector("main [type=search]");
  if (field) field.select();
  else document.querySelector(".search-btn")?.click();
}

function step(by) {
  const rows = [...document.querySelectorAll("main [data-row]")].filter(visible);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.querySelector("a, button")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function list() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  const known = new Map(targets().map((el) => [el.dataset.key, name(el)]));
  for (const row of dialog.querySelectorAll("[data-made]")) row.remove();
  for (const [keys, words] of known) {
    const row = document.createElement("div");
    row.dataset.made = "yes";
    const what = Object.assign(document.createElement("dt"), { textContent: words });
    const how = document.createElement("dd");
    for (const key of keys.split(" ")) how.append(Object.assign(document.createElement("kbd"), { textContent: key.toUpperCase() }));
    row.append(what, how);
    dialog.querySelector(".keys").append(row);
  }
  dialog.showModal();
}

const name = (el) => el.getAttribute("aria-label") ?? (el.querySelector("span") ?? el).textContent.trim();
