// Who is calling, in the corner of whatever page is open. The server says whether, and how soon, it is asked again.
import htmx from "../vendor/htmx.esm.min.js";

const WHERE = "/inbox/calls/ringing/";
const STATE = "Rapport-State";
const RARELY = 300_000; // nobody tells us of calls, or this person does not want to see them
const TOLD = 45_000; // a stream tells of calls; what only time changes is asked for now and then
const AFTER_TROUBLE = 15_000;
let known = "";
let timer;
let isOver = document.body.dataset.shell !== "staff";

async function look() {
  clearTimeout(timer);
  if (isOver || document.hidden) return;
  let wait = AFTER_TROUBLE;
  try {
    const response = await fetch(WHERE, { headers: { [STATE]: known }, redirect: "manual", cache: "no-store" });
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return void (isOver = true);
    if (response.ok) {
      const again = Number(response.headers.get("Rapport-Again"));
      wait = !again ? RARELY : document.body.dataset.streaming ? TOLD : again;
      const state = response.headers.get(STATE) ?? "";
      if (response.status === 200) show(await response.text());
      else if (!state) show("");
      known = state;
    }
  } catch {
    // no connection: core tells of it
  }
  timer = setTimeout(look, wait);
}

function show(html) {
  let corner = document.getElementById("ringing");
  if (!corner) {
    if (!html.trim()) return;
    corner = document.createElement("div");
    corner.id = "ringing";
    corner.setAttribute("role", "status");
    document.body.append(corner);
  }
  const page = new DOMParser().parseFromString(html, "text/html");
  corner.replaceChildren(...page.body.children);
  htmx.process(corner);
}

document.addEventListener("click", ({ target }) => target.closest?.("[data-ringing-away]")?.closest(".ringing-call")?.remove());
document.addEventListener("visibilitychange", look);
document.addEventListener("rapport:heard", ({ detail }) => (detail.topic === "calls" || detail.kind === "again") && look());
document.addEventListener("rapport:stream", ({ detail }) => detail.stands || look());
document.addEventListener("rapport:signed-out", () => (isOver = true));
look();
