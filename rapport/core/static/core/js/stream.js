// Staff hear at once what is new, while somebody looks at the page. Then it is asked for less often; without a stream, as
// often as ever. Regions name what they are about: data-topic="conversation:<id>". Says `rapport:stale` when it is time to
// look, and `rapport:heard` with the topic and the kind.
import { Line } from "./line.js";

const AT_MOST_EVERY = 2_500; // what is told of everything, such as the inbox, comes often in a busy house
const BEGINS_AFTER = 400;
let about = "";
let timer;
let stale;
let staleAt = 0;
let isOver = document.body.dataset.shell !== "staff";

const topics = () => [...new Set([...document.querySelectorAll("[data-topic]")].map((region) => region.dataset.topic))].sort().join(" ");
const say = (name, detail) => document.dispatchEvent(new CustomEvent(`rapport:${name}`, { detail }));

const line = new Line(
  async () => {
    about = topics();
    const query = new URLSearchParams(about.split(" ").filter(Boolean).map((topic) => ["about", topic]));
    const response = await fetch(`/live/ticket/?${query}`, { redirect: "manual", cache: "no-store" });
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return void (isOver = true);
    if (!response.ok) throw new Error("no ticket");
    return response.json();
  },
  {
    heard(kind, topic) {
      say("heard", { kind, topic });
      if (kind === "again" || topic === "inbox") lookSoon();
      else if (["changed", "seen"].includes(kind) && topic !== "calls") say("stale");
    },
    stands(stands) {
      if (stands) document.body.dataset.streaming = "yes";
      else delete document.body.dataset.streaming;
      say("stream", { stands });
      if (stands && about !== topics()) settle(); // the page became another while the line was on its way
    },
  },
);

function lookSoon() {
  if (stale) return;
  stale = setTimeout(() => {
    stale = undefined;
    staleAt = Date.now();
    say("stale");
  }, Math.max(0, staleAt + AT_MOST_EVERY - Date.now()));
}

function settle() {
  clearTimeout(timer);
  if (isOver || document.hidden) return line.close();
  if (line.source && about !== topics()) line.close();
  timer = setTimeout(() => line.open(), BEGINS_AFTER);
}

document.addEventListener("visibilitychange", settle);
document.addEventListener("htmx:after:swap", settle);
document.addEventListener("rapport:signed-out", () => {
  isOver = true;
  line.close();
});
addEventListener("pagehide", () => line.close());
addEventListener("pageshow", (event) => event.persisted && settle());
settle();
