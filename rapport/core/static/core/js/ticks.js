// "in 42 min" goes on counting. The server wrote the first words and brought the patterns along: for minutes and hours,
// from which number on which words hold. Whole days change with the next page; the server alone decides what is late.
function words(minutes, say) {
  const left = Math.abs(minutes);
  if (left === 0) return say.now;
  const [n, unit] = left < 60 ? [left, "minutes"] : [Math.floor(left / 60), "hours"];
  if (n >= 24 && unit === "hours") return null;
  const known = (minutes < 0 ? say.late : say.left)[unit];
  return known.findLast(([from]) => from <= n)[1].replace("{n}", n);
}

function tick() {
  const say = JSON.parse(document.body.dataset.ticks ?? "null");
  if (!say) return;
  for (const due of document.querySelectorAll("time.due[data-tick]")) {
    const minutes = Math.trunc((Date.parse(due.dateTime) - Date.now()) / 60_000);
    const text = words(minutes, say);
    if (text) due.querySelector("span").textContent = text;
    if (minutes < 0) due.dataset.tone = "late";
  }
}

setInterval(tick, 30_000);
