// Offers colleagues while one types "@" in a field with data-colleagues. Without it one types the name.

const AT = /(?:^|[^\p{L}\p{M}\p{N}_])@([\p{L}\p{M}\p{N}_.'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u;
const known = new Map();
let list = null;
let field = null;
let asked = 0;
let spaced = null; // the field in which a space was just put after a name

function ask(url) {
  if (!known.has(url)) {
    const answer = fetch(url, { headers: { Accept: "application/json" } }).then((it) => (it.ok ? it.json() : []));
    known.set(url, answer.catch(() => (known.delete(url), [])));
  }
  return known.get(url);
}

const fold = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
const begins = (line, begun) => [line.name, line.key, ...line.name.split(" "), ...line.key.split(" ")].some((part) => fold(part).startsWith(begun));

// "@da" means Davit rather than Arjun Das.
const firstNamesFirst = (lines, begun) => {
  const isFirst = ({ name, key }) => [name, key].some((words) => fold(words).startsWith(begun));
  return [...lines.filter(isFirst), ...lines.filter((line) => !isFirst(line))];
};

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
  const found = firstNamesFirst(await matching(target.dataset.colleagues, typed), fold(typed)).map((line) => line.name);
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
  besideCaret(target);
  target.setAttribute("aria-controls", list.id);
  mark(0);
}

// Under the line that is being written: a copy of the field tells where its caret stands.
function besideCaret(target) {
  const copy = document.createElement("div");
  const look = getComputedStyle(target);
  for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "inlineSize", "lineHeight", "direction"]) {
    copy.style[name] = look[name];
  }
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "anywhere" });
  const at = target.value.slice(0, target.selectionStart).lastIndexOf("@");
  const caret = Object.assign(document.createElement("span"), { textContent: "@" });
  copy.append(target.value.slice(0, at), caret);
  target.after(copy);
  const isRight = look.direction === "rtl";
  const start = isRight ? copy.offsetWidth - caret.offsetLeft - caret.offsetWidth : caret.offsetLeft;
  const room = Math.max(0, target.clientWidth - list.offsetWidth);
  list.style.insetBlockStart = `${target.offsetTop + caret.offsetTop + caret.offsetHeight - target.scrollTop + 4}px`;
  list.style.insetInlineStart = `${Math.min(start, room)}px`;
  copy.remove();
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
  target.setRangeText(`@${name} `, start, end + (target.value[end] === " "), "end");
  spaced = target;
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

// Who types the space after a name themselves has one, not two.
document.addEventListener("beforeinput", (event) => {
  if (event.target === spaced && event.data === " " && spaced.value[spaced.selectionStart - 1] === " ") event.preventDefault();
  spaced = null;
});
document.addEventListener("input", (event) => {
  if (event.target.dataset?.colleagues) offer(event.target);
});
document.addEventListener("keydown", onKey, true);
document.addEventListener("focusout", () => (asked++, close()));
