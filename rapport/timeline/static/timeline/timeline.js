// Offers colleagues while one types "@" in a field with data-colleagues. Without it one types the name.

const AT = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{M}\p{N}_.'-]*(?: [\p{L}\p{M}'-]*)?)$/u;
let names = null;
let list = null;
let field = null;

async function colleagues(url) {
  names ??= fetch(url).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []);
  return names;
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

async function offer(target) {
  const typed = AT.exec(target.value.slice(0, target.selectionStart))?.[1];
  if (typed === undefined) return close();
  const begun = fold(typed);
  const found = (await colleagues(target.dataset.colleagues)).filter((name) =>
    [name, ...name.split(" ")].some((part) => fold(part).startsWith(begun)),
  );
  if (!found.length || found.includes(typed) || document.activeElement !== target) return close();
  open(target, found.slice(0, 6));
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
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(name);
    });
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
}

function onKey(event) {
  if (!list || event.target !== field) return;
  const chosen = list.querySelector('[aria-selected="true"]');
  const place = [...list.children].indexOf(chosen);
  if (event.key === "ArrowDown") mark(place + 1);
  else if (event.key === "ArrowUp") mark(place - 1);
  else if (event.key === "Enter" || event.key === "Tab") choose(chosen.textContent);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("input", (event) => {
  if (event.target.dataset?.colleagues) offer(event.target);
});
document.addEventListener("keydown", onKey, true);
document.addEventListener("focusout", close);
