// Copies what stands in another element: data-copies="<its id>", with what is said when it is done in data-copied.
function wire() {
  for (const button of document.querySelectorAll("[data-copies][hidden]")) button.hidden = false;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copies]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copies);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.querySelector("span").textContent = button.dataset.copied;
  } catch {
    getSelection().selectAllChildren(source); // no leave to do so: it is chosen, and the keys do the rest
  }
});
document.addEventListener("htmx:after:swap", wire);
wire();
