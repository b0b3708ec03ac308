// Panels of the customer page: one menu for all of them, and whoever folds one finds it folded next time.
// Without this module their dots lead to the page on which everything is arranged.
import { PART } from "./inline-edit.js";

let chosen = "";

function openMenu(link) {
  const menu = document.getElementById("place-menu");
  const place = link.closest(".place");
  const fold = place.querySelector("details[data-fold]");
  const isFolded = fold ? !fold.open : false;
  menu.style.setProperty("--anchor", `--place-${link.dataset.placeMenu}`);
  menu.querySelector("[name=panel]").value = chosen = link.dataset.placeMenu;
  for (const button of menu.querySelectorAll("[data-when]")) button.hidden = (button.dataset.when === "folded") !== isFolded;
  menu.showPopover();
  menu.querySelector("button:not([hidden])").focus();
}

function keep(details) {
  const place = details.closest(".place");
  const body = new URLSearchParams({ do: `${details.open ? "fold" : "unfold"}:${place.dataset.rowKey}`, quietly: "yes" });
  const headers = { ...PART, ...JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}") };
  const address = place.closest("[data-arrange]").dataset.arrange;
  fetch(address, { method: "POST", body, headers, keepalive: true }).catch(() => null); // next time it is as before, then
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-place-menu]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && document.getElementById("place-menu")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    openMenu(link);
  }
  const summary = event.target.closest(".place details[data-fold] > summary");
  if (summary) keep(summary.parentElement); // it opens or closes right after this
}, { capture: true });

// Whoever wanted it on paper has all of it on the page now, with nothing still to come.
addEventListener("load", () => document.querySelector("main [data-print]") && window.print());

document.addEventListener("htmx:after:swap", () => {
  const place = chosen ? document.getElementById(`place-${chosen}`) : null;
  chosen = "";
  place?.querySelector("a[data-place-menu]")?.focus();
});
