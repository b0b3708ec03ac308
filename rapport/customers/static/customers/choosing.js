// Choosing many in the list: how many are chosen, all on the page at once, from here to there with Shift. Without this
// module boxes are ticked one by one, and the bar comes all the same.
let last = null; // the box that was ticked before

const boxes = (form) => [...form.querySelectorAll("input[name=chosen]")];

function tell(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  const everybody = form.elements.all?.checked;
  const count = form.querySelector("[data-chosen-count]");
  if (count) {
    count.hidden = everybody;
    count.querySelector("output").textContent = chosen.toLocaleString(document.documentElement.lang);
  }
  const head = form.querySelector("[data-choose-all]");
  if (!head) return;
  head.hidden = false;
  head.checked = chosen > 0 && chosen === all.length;
  head.indeterminate = chosen > 0 && chosen < all.length;
}

const tellAll = () => document.querySelectorAll("form.choosing").forEach(tell);

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("form.choosing input[name=chosen]");
  if (!box) return;
  const all = boxes(box.form);
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const between of all.slice(from, to + 1)) between.checked = box.checked;
  last = box;
  tell(box.form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form.choosing");
  if (!form) return;
  if (event.target.matches("[data-choose-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
  tell(form);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("form.choosing input[type=checkbox]")) event.preventDefault(); // no button was meant
});
document.addEventListener("reset", (event) => {
  if (event.target.matches("form.choosing")) setTimeout(tell, 0, event.target);
});
document.addEventListener("htmx:after:swap", tellAll);
tellAll();
