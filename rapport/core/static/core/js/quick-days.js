// "Tomorrow", "In a week": a press fills in the day, and the time where one is asked beside it (due_on, due_time).
function fill(field, value) {
  if (!field) return;
  field.value = value;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.(".quick-days [data-day]");
  const day = button?.closest(".quick-days").previousElementSibling;
  if (!day) return;
  fill(day, button.dataset.day);
  if (button.dataset.clock) fill(day.form?.elements[day.name.replace(/on$/, "time")], button.dataset.clock);
  day.focus();
});
