// Cards of the board move by drag, and with Alt and the arrows. Either presses what the card's own menu offers for that
// lane; where it offers nothing the card stays.
let lifted = null;

const wayTo = (card, lane) => card?.querySelector(`[data-moves="${CSS.escape(lane)}"]`);
const laneOf = (element) => element?.closest?.("[data-lane]");

document.addEventListener("pointerdown", ({ target }) => {
  const card = target.closest?.("[data-card]");
  if (card) card.draggable = !target.closest("a, button, input, form, .menu");
});

document.addEventListener("dragstart", (event) => {
  lifted = event.target.closest?.("[data-card]") ?? null;
  if (!lifted) return;
  lifted.classList.add("is-lifted");
  event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const lane = laneOf(event.target);
  if (!lifted || !lane || lane === laneOf(lifted) || !wayTo(lifted, lane.dataset.lane)) return;
  event.preventDefault();
  lane.classList.add("is-over");
});

document.addEventListener("dragleave", (event) => {
  const lane = laneOf(event.target);
  if (lane && !lane.contains(event.relatedTarget)) lane.classList.remove("is-over");
});

document.addEventListener("drop", (event) => {
  const lane = laneOf(event.target);
  if (!lifted || !lane) return;
  event.preventDefault();
  wayTo(lifted, lane.dataset.lane)?.click();
});

document.addEventListener("dragend", () => {
  lifted?.classList.remove("is-lifted");
  document.querySelectorAll("[data-lane].is-over").forEach((lane) => lane.classList.remove("is-over"));
  lifted = null;
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const card = event.altKey && by && event.target.matches?.("[data-card]") ? event.target : null;
  if (!card) return;
  event.preventDefault();
  const lanes = [...document.querySelectorAll("[data-lane]")];
  for (let at = lanes.indexOf(laneOf(card)) + by; lanes[at]; at += by) {
    const way = wayTo(card, lanes[at].dataset.lane);
    if (way) return way.click();
  }
});
