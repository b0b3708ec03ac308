// A menu closes when something in it was chosen.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".menu[popover] a, .menu[popover] button");
  if (chosen) chosen.closest("[popover]").hidePopover();
});

// The arrows move within an open menu.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu:popover-open");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !by || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("a[href], button:not([disabled])")];
  items[(items.indexOf(event.target) + by + items.length) % items.length]?.focus();
});
