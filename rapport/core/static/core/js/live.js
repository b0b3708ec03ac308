// What stays current without a reload: the numbers in the side bar and the tab bar, the count in the title, and regions
// of a page (data-live="/address/", data-live-state). Asks while somebody looks and the server answers; at once when they
// come back. Says `rapport:offline` and `rapport:online`; other modules say `rapport:stale` when it is time to look.
import htmx from "../../vendor/htmx.esm.min.js";
import { isBusy } from "./done.js";

const EVERY = 25_000;
const RARELY = 90_000; // while a stream tells what is new (stream.js)
const AT_MOST = 300_000;
const STATE = "Rapport-State";
let wait = EVERY;
let timer;
let asking = false;
let known = "";
let isSignedOut = false;

const page = () => document.body.dataset;
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`rapport:${name}`, { detail }));

async function ask(address, state) {
  const response = await fetch(address, { headers: { [STATE]: state }, redirect: "manual", cache: "no-store" });
  if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) throw new Error("signed out");
  if (response.status >= 500) throw new TypeError("no answer");
  return response;
}

async function look() {
  clearTimeout(timer);
  if (asking || isSignedOut || !page().liveBadges || document.hidden) return;
  asking = true;
  try {
    await lookAtBadges();
    for (const region of document.querySelectorAll("main [data-live]")) await lookAt(region);
    wait = EVERY;
    reach(true);
  } catch (error) {
    if (error instanceof TypeError) reach(false);
    else if (error.message === "signed out") leave();
    wait = Math.min(AT_MOST, wait * 2);
  } finally {
    asking = false;
    if (!isSignedOut) timer = setTimeout(look, page().streaming ? Math.max(wait, RARELY) : wait);
  }
}

function leave() {
  isSignedOut = true;
  say("signed-out");
}

function reach(isReached) {
  if (isReached === !page().offline) return;
  if (isReached) delete page().offline;
  else page().offline = "yes";
  say(isReached ? "online" : "offline");
}

async function lookAtBadges() {
  const response = await ask(page().liveBadges, known);
  known = response.headers.get(STATE) ?? "";
  if (response.status !== 200) return;
  for (const { name, words, tone } of (await response.json()).badges) {
    for (const place of document.querySelectorAll(`[data-badge="${name}"]`)) show(place, words, tone);
  }
  title();
}

function show(place, words, tone) {
  if ((place.textContent.trim() || "") === words) return;
  const count = document.createElement("span");
  count.className = "count";
  count.textContent = words;
  if (tone) count.dataset.tone = tone;
  place.replaceChildren(...(words ? [count] : []));
}

// "(3) Today": how much is late, where a tab shows nothing but its title.
function title() {
  const late = [...document.querySelectorAll("#nav [data-badge] .count[data-tone=late]")];
  const count = late.reduce((sum, { textContent }) => sum + (Number.parseInt(textContent, 10) || 0), 0);
  const plain = document.title.replace(/^\(\d+\) /, "");
  const wanted = count ? `(${count}) ${plain}` : plain;
  if (document.title !== wanted) document.title = wanted;
}

async function lookAt(region) {
  if (isBusy() || region.matches(":has(:popover-open)")) return; // not under somebody's hands; the next time will do
  const response = await ask(region.dataset.live || location.href, region.dataset.liveState);
  const state = response.headers.get(STATE);
  if (response.status !== 200) {
    if (state) region.dataset.liveState = state;
    return;
  }
  const text = await response.text();
  if (!region.isConnected || isBusy() || region.matches(":has(:popover-open)")) return;
  const before = new Set(keys(region));
  await htmx.swap({ text, target: region, select: `#${region.id}`, swap: "outerMorph", sourceElement: region });
  const after = new Set(keys(region));
  const come = [...after].filter((key) => !before.has(key));
  const gone = [...before].filter((key) => !after.has(key));
  news(region, come.length, gone.length);
  say("changed", { region, come, gone });
}

const keys = (region) => [...region.querySelectorAll("[data-row][id]")].map((row) => row.id);

// What came and what went, quietly, in words that the region brought along: {"new": [[1, "One new"], [2, "{n} new"]], …}
function news(region, come, gone) {
  const line = region.querySelector("[data-live-news]");
  if (!line || !(come || gone)) return;
  const say = JSON.parse(line.dataset.liveNews);
  const words = (patterns, n) => (n ? patterns.findLast(([from]) => from <= n)[1].replace("{n}", n) : "");
  line.textContent = [words(say.new, come), words(say.gone, gone)].filter(Boolean).join(" ");
  clearTimeout(line.forget);
  line.forget = setTimeout(() => (line.textContent = ""), 15_000);
}

const soon = () => {
  wait = EVERY;
  clearTimeout(timer);
  timer = setTimeout(look, 50);
};
document.addEventListener("visibilitychange", () => document.hidden || soon());
window.addEventListener("online", soon);
window.addEventListener("offline", () => reach(false));
window.addEventListener("pageshow", (event) => event.persisted && soon());
document.addEventListener("rapport:stale", soon);
document.addEventListener("htmx:finally:swap", title);
document.addEventListener("htmx:after:history:update", () => (isSignedOut = false));
title();
timer = setTimeout(look, EVERY);
