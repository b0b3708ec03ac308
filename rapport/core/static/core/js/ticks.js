// "in 42 min" goes on counting. The server made the first words and the patterns; it alone decides what is late for good.
const HOUR = 60;
const patterns = () => JSON.parse(document.body.dataset.ticks ?? "{}");

function words(minutes, say) {
  const late = minutes < 0;
  const left = Math.abs(minutes);
  if (left === 0) return say.now;
  if (left < HOUR) return (late ? say.lateMinutes : say.inMinutes)?.replace("{m}", left);
  if (left >= 24 * HOUR) return null; // whole days: the next page says
  const [hours, rest] = [Math.floor(left / HOUR), left % HOUR];
  const pattern = rest ? (late ? say.lateBoth : say.inBoth) : late ? say.lateHours : say.inHours;
  return pattern?.replace("{h}", hours).replace("{m}", rest);
}

function tick() {
  const say = patterns();
  for (const due of document.querySelectorAll("time.due[data-tick]")) {
    const minutes = Math.trunc((Date.parse(due.dateTime) - Date.now()) / 60_000);
    const text = words(minutes, say);
    if (text) due.querySelector("span").textContent = text;
    if (minutes < 0 && due.dataset.tone !== "late") due.dataset.tone = "late";
  }
}

setInterval(tick, 30_000);
