// Offers colleagues while one types "@" in a field with data-colleagues. Without it one types the name.

const AT = /(?:^|[^\p{L}\p{M}\p{N}_])@([\p{L}\p{M}\p{N}_.'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u;
const known = new Map();
let list = null;
let field = null;
let asked = 0;

function ask(url) {
  if (!known.has(url)) {
    const answer = fetch(url, { headers: { Accept: "application/json" } }).then((it) => (it.ok ? it.json() : []));
    known.set(url, answer.catch(() => (known.delete(url), [])));
  }
  return known.get(url);
}

const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
const begins = (line, begun) => [line.name, line.key, ...line.name.split(" "), ...line.key.split(" ")].some((part) => fold(part).startsWith(begun));

// The list knows each name in its own letters and in Latin ones; for what is typed in a third script we ask.
async function matching(url, typed) {
  const here = (await ask(url)).filter((line) => begins(line, fold(typed)));
  if (here.length || /^[\p{sc=Latin}\p{P} ]*$/u.test(typed)) return here;
  return ask(`${url}?q=${encodeURIComponent(typed)}`);
}

async function offer(target) {
  const typed = AT.exec(target.value.slice(0, target.selectionStart))?.[1];
  const mine = ++asked;
  if (typed === undefined) return close();
  const found = (await matching(target.dataset.colleagues, typed)).map((line) => line.name);
  if (mine !== asked) return;
  if (!found.length || found.includes(typed) || document.activeElement !== target) return close();
  open(target, found.slice(0, 8));
}

function open(target, found) {
  close();
  field = target;
  list = document.createElement("div");
  list.className = "mention-list";
  list.id = "mention-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", target.dataset.colleaguesLabel);
  found.forEach((name, place) => {
    const option = document.createElement("div");
    option.id = `mention-${place}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => choose(name));
    list.append(option);
  });
  target.after(list);
  target.setAttribute("aria-controls", list.id);
  mark(0);
}

function close() {
  list?.remove();
  field?.removeAttribute("aria-controls");
  field?.removeAttribute("aria-activedescendant");
  list = field = null;
}

function mark(place) {
  const options = [...list.children];
  const wanted = (place + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === wanted)));
  field.setAttribute("aria-activedescendant", options[wanted].id);
}

function choose(name) {
  const target = field;
  const end = target.selectionStart;
  const start = target.value.slice(0, end).lastIndexOf("@");
  target.setRangeText(`@${name} `, start, end, "end");
  close();
  target.focus();
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function onKey(event) {
  if (!list || event.target !== field || event.isComposing) return;
  const chosen = list.querySelector('[aria-selected="true"]');
  const place = [...list.children].indexOf(chosen);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "ArrowDown") mark(place + 1);
  else if (event.key === "ArrowUp") mark(place - 1);
  else if (plain && !event.shiftKey && (event.key === "Enter" || event.key === "Tab")) choose(chosen.textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("input", (event) => {
  if (event.target.dataset?.colleagues) offer(event.target);
});
document.addEventListener("keydown", onKey, true);
document.addEventListener("focusout", () => (asked++, close()));
