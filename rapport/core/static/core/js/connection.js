// With and without the server: a bar says that it cannot be reached, and goes when it can; what is written stays. The
// service worker (no customer's data in it) shows an offline page when a page is opened meanwhile.
import { hasUnsent } from "./unsent.js";
import { toast } from "./toasts.js";

const ASK_AGAIN = 10_000;
const bar = () => document.getElementById("connection");
let asking;

function reach(isReached) {
  if (isReached === !document.body.dataset.offline) return;
  if (isReached) delete document.body.dataset.offline;
  else document.body.dataset.offline = "yes";
  document.dispatchEvent(new CustomEvent(isReached ? "rapport:online" : "rapport:offline"));
}

async function ask() {
  const answer = await fetch(bar()?.dataset.ask ?? "/health/live", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) reach(true);
}

document.addEventListener("rapport:offline", () => {
  if (bar()) bar().textContent = bar().dataset.words;
  clearInterval(asking);
  asking = setInterval(ask, ASK_AGAIN);
});
document.addEventListener("rapport:online", () => {
  clearInterval(asking);
  if (bar()) bar().textContent = "";
});

window.addEventListener("offline", () => reach(false));
window.addEventListener("online", ask);
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.error instanceof TypeError) reach(false);
});
document.addEventListener("htmx:after:request", () => reach(true));

// Signed out meanwhile (another tab, a new password): to the sign-in and back here, unless that would lose words.
document.addEventListener("rapport:signed-out", () => {
  if (hasUnsent()) toast(bar()?.dataset.signedOut ?? "", "late");
  else location.reload();
});

// A page that the browser kept for "back" may be someone's who has signed out since.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

navigator.serviceWorker?.register("/sw.js").catch(() => {}); // a browser without storage does without
