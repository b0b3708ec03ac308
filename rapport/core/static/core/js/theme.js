// Light, dark or as the device: changed at once, while the same buttons tell the server for the next page.
document.addEventListener("click", (event) => {
  const button = event.target.closest("form[data-theme-form] button");
  if (!button) return;
  if (button.value) document.documentElement.dataset.theme = button.value;
  else delete document.documentElement.dataset.theme;
  for (const other of button.form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
});
