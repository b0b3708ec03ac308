// A menu closes when something in it was chosen.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".menu[popover] a, .menu[popover] button");
  if (chosen) chosen.closest("[popover]").hidePopover();
});
