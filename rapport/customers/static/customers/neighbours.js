// From one customer to the next of the list one came from, without going back to it. The list is kept in the memory of
// this tab only: keys, and where its next page is.
let list = null; // keys of customers in the order of the list, the address of what follows, the address of the list

const keyOf = (row) => row.dataset.about.replace("customers:", "");
const keysIn = (page) => [...page.querySelectorAll("#rows tr[data-about^='customers:']")].map(keyOf);
const moreIn = (page) => page.querySelector(".more a[href]")?.getAttribute("href") ?? "";

function remember(row) {
  list = { keys: keysIn(document), more: moreIn(document), address: location.pathname + location.search };
  if (!list.keys.includes(keyOf(row))) list = null;
}

async function readOn() {
  if (!list.more || list.isReading) return;
  const mine = list;
  mine.isReading = true;
  const answer = await fetch(new URL(mine.more, location.origin + mine.address)).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  mine.isReading = false;
  if (!page) return;
  mine.keys.push(...keysIn(page).filter((key) => !mine.keys.includes(key)));
  mine.more = moreIn(page);
  if (mine === list) show();
}

function show() {
  const nav = document.querySelector("[data-neighbours]");
  const here = document.querySelector("main [data-about^='customers:']:not([data-row])")?.dataset.about.slice("customers:".length);
  const at = list && here ? list.keys.indexOf(here) : -1;
  if (!nav || at < 0) return;
  for (const [name, to] of [["before", at - 1], ["after", at + 1]]) {
    const link = nav.querySelector(`[data-neighbour=${name}]`);
    link.hidden = !list.keys[to];
    if (list.keys[to]) link.setAttribute("href", location.pathname.replace(here, list.keys[to]));
  }
  nav.querySelector("[data-neighbour=list]").setAttribute("href", list.address);
  nav.querySelector("[data-neighbour=at]").textContent = `${at + 1} / ${list.keys.length}${list.more ? "+" : ""}`;
  nav.hidden = false;
  if (at >= list.keys.length - 2) readOn();
}

document.addEventListener("click", ({ target }) => {
  const row = target.closest("a[href]") && target.closest("#rows tr[data-about^='customers:']");
  if (row) remember(row);
}, { capture: true });

document.addEventListener("htmx:after:swap", show);
