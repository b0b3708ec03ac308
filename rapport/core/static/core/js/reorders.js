// Rows with data-reorder can be dragged to another place. The drop presses the same form as the row's arrows, with the
// whole order; after a move by arrow, the same arrow of the same row has the focus again.
let dragged = null;
let pressed = "";

const rowsOf = (row) => [...row.parentElement.querySelectorAll(":scope > [data-reorder]")];

document.addEventListener("pointerdown", ({ target }) => {
  const row = target.closest?.("[data-reorder]");
  if (row) row.draggable = !target.closest("a, button, input, select, textarea");
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-reorder]") ?? null;
  dragged?.classList.add("is-dragged");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-reorder]");
  if (!dragged || over?.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const { top, height } = over.getBoundingClientRect();
  over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const form = dragged.querySelector("form");
  dragged.classList.remove("is-dragged");
  const order = document.createElement("input");
  Object.assign(order, { type: "hidden", name: "order", value: rowsOf(dragged).map((row) => row.dataset.reorder).join(",") });
  form.append(order);
  form.requestSubmit();
  dragged = null;
});

document.addEventListener("click", ({ target }) => {
  pressed = target.closest?.("[data-reorder] button[id]")?.id ?? "";
});

document.addEventListener("htmx:after:swap", () => {
  const button = pressed && document.getElementById(pressed);
  if (!button) return;
  const row = button.closest("[data-reorder]");
  (button.disabled ? row.querySelector("button[id]:not([disabled])") : button)?.focus();
  pressed = "";
});
