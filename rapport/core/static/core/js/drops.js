// The whole box around a file field takes a dropped file, and shows that it would.
const boxOf = (event) => event.target.closest?.("[data-drop]");
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("dragover", (event) => {
  const box = boxOf(event);
  if (!box || !hasFiles(event)) return;
  event.preventDefault();
  box.classList.add("is-over");
});

document.addEventListener("dragleave", (event) => {
  const box = boxOf(event);
  if (box && !box.contains(event.relatedTarget)) box.classList.remove("is-over");
});

document.addEventListener("drop", (event) => {
  const box = boxOf(event);
  if (!box || !hasFiles(event)) return;
  event.preventDefault();
  box.classList.remove("is-over");
  const field = box.querySelector("input[type=file]");
  const one = new DataTransfer();
  one.items.add(event.dataTransfer.files[0]);
  field.files = one.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});
