// "in 42 min" and "5 min ago" go on counting. The server wrote the first words and brought the patterns along: for
// minutes and hours, from which number on which words hold. Whole days change with the next page. What turns late is
// for the server to say, so that is when the page looks anew.
const patterns = () => JSON.parse(document.body.dataset.ticks ?? "null");

function words(known, minutes) {
  const [n, unit] = minutes < 60 ? [minutes, "minutes"] : [Math.floor(minutes / 60), "hours"];
  if (n >= 24 && unit === "hours") return null;
  return known[unit].findLast(([from]) => from <= n)[1].replace("{n}", n);
}

const left = (minutes, say) => (minutes === 0 ? say.now : words(minutes < 0 ? say.late : say.left, Math.abs(minutes)));
const ago = (minutes, say) => (minutes < 1 ? say.just : words(say.ago, minutes));
const minutesTo = (time) => (Date.parse(time.dateTime) - Date.now()) / 60_000;

function write(line, text) {
  if (text && line.textContent !== text) line.textContent = text;
}

function tick() {
  const say = patterns();
  if (!say || document.hidden) return;
  let isStale = false;
  for (const due of document.querySelectorAll("time.due[data-tick]")) {
    const minutes = minutesTo(due);
    write(due.querySelector("span"), left(Math.trunc(minutes), say));
    if (minutes >= 0 || due.dataset.tone === "late") continue;
    due.dataset.tone = "late";
    isStale = true;
  }
  for (const time of document.querySelectorAll("time[data-ago]")) write(time, ago(Math.trunc(-minutesTo(time)), say));
  document.dispatchEvent(new CustomEvent("rapport:tick"));
  if (isStale) document.dispatchEvent(new CustomEvent("rapport:stale"));
}

setInterval(tick, 20_000);
document.addEventListener("visibilitychange", tick);
