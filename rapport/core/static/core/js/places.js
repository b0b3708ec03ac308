// What was sent from a page leads back to it. Focus then goes to what has come (a promise, a line of a list), else to
// where the person was at work, with the next step first. The lines of a list (data-row) see to themselves: done.js.
const REGION = "main [id], main [aria-label], main [aria-labelledby], main .page-actions";
const things = () => [...document.querySelectorAll("main :is([id^=promise-], [data-row][id])")];
let known = new Set();
let work = { path: "", regions: [] };

function regionsOf(el) {
  const found = [];
  for (let box = el.parentElement?.closest(REGION); box; box = box.parentElement?.closest(REGION)) {
    const named = ["id", "aria-labelledby", "aria-label"].find((name) => box.hasAttribute(name));
    found.push(named ? `[${named}=${JSON.stringify(box.getAttribute(named))}]` : ".page-actions");
  }
  return found;
}

document.addEventListener("htmx:before:swap", () => {
  known = new Set(things().map(({ id }) => id));
  const at = document.activeElement?.closest("main *"); // a toast is elsewhere: its "Undo" is about what was done last
  if (at) work = { path: location.pathname, regions: at.closest("[data-row]") ? [] : regionsOf(at) };
});

const doorOf = (region) => {
  const doors = [...region.querySelectorAll("a[href], button:not([disabled])")].filter((el) => el.checkVisibility());
  return doors.find((el) => el.matches(".btn--primary")) ?? doors[0];
};

// Tells whether there was such a place.
export function goOn() {
  const come = things().find(({ id }) => !known.has(id));
  const regions = work.path === location.pathname ? work.regions : [];
  const places = regions.map((selector) => document.querySelector(`main ${selector}`)).filter(Boolean);
  const place = come ? (doorOf(come) ?? come) : places.map(doorOf).find(Boolean);
  if (place === come) come?.setAttribute("tabindex", "-1");
  place?.focus();
  return Boolean(place);
}
