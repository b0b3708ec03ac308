// Where there is something to write in, the composer's modules are fetched; other pages don't pay for them.
const wire = async () => {
  if (!document.querySelector("[data-composer], [data-colleagues]")) return;
  await import("./mentions.js");
  if (document.querySelector("[data-composer]")) (await import("./composer.js")).wire();
};

// Ctrl or Cmd with Enter sends a form with data-submit-key, from any of its fields.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-submit-key]");
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// Whoever presses the key of the note before the modules are there writes at once, too.
document.addEventListener("click", ({ target }) => {
  if (target.matches("[data-composer] [type=radio][data-key]")) target.form.elements.body.focus();
});

document.addEventListener("htmx:after:swap", wire);
wire();
