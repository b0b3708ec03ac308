// What the pages about signing in add where there is JavaScript.
import "./passkeys.js";

addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

const show = () => document.querySelectorAll("[data-print]").forEach((button) => button.removeAttribute("hidden"));
document.addEventListener("htmx:after:settle", show);
show();
