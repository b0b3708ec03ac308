// Toasts leave by themselves after ten seconds; hover, focus or looking elsewhere holds them, and the time that was
// left goes on after. "Undo" in a toast is a plain form. A toast about a failure stays twice as long.
const STAY = 10_000;
const AT_MOST = 4;
export const box = () => document.getElementById("toasts");

function arm(line) {
  if (line.dataset.armed) return;
  line.dataset.armed = "yes";
  const holds = new Set();
  let left = line.dataset.tone === "late" ? STAY * 2 : STAY;
  let since = 0;
  let timer;
  const leave = () => {
    if (line.contains(document.activeElement)) document.querySelector("main")?.focus({ preventScroll: true });
    document.removeEventListener("visibilitychange", look);
    line.remove();
  };
  const go = () => {
    since = Date.now();
    timer = setTimeout(leave, left);
  };
  const hold = (why) => {
    if (!holds.size) left -= Date.now() - since;
    holds.add(why);
    clearTimeout(timer);
    line.classList.add("is-held");
  };
  const release = (why) => {
    if (!holds.delete(why) || holds.size) return;
    line.classList.remove("is-held");
    go();
  };
  const look = () => (document.hidden ? hold("away") : release("away"));
  document.addEventListener("visibilitychange", look);
  line.addEventListener("pointerenter", () => hold("hover"));
  line.addEventListener("pointerleave", () => release("hover"));
  line.addEventListener("focusin", () => hold("focus"));
  line.addEventListener("focusout", () => release("focus"));
  // While its undo is on the way it is out of sight, and stays there for "Try now" if that failed.
  line.querySelector("form")?.addEventListener("submit", () => {
    delete line.dataset.failed;
    line.hidden = true;
    hold("sent");
  });
  line.addEventListener("htmx:finally:request", () => (line.dataset.failed ? release("sent") : leave()));
  go();
  if (document.hidden) hold("away");
}

// `again`: a form that "Try now" sends once more.
export function toast(words, tone = "", { again = null } = {}) {
  const line = document.createElement("div");
  line.className = "toast";
  if (tone) line.dataset.tone = tone;
  line.append(Object.assign(document.createElement("span"), { textContent: words }));
  if (again?.isConnected) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: box().dataset.again });
    button.addEventListener("click", () => {
      line.remove();
      if (again.isConnected) again.requestSubmit();
    });
    line.append(button);
  }
  box()?.append(line);
}

function armAll() {
  const lines = [...document.querySelectorAll("#toasts > .toast")];
  lines.slice(0, -AT_MOST).forEach((line) => line.remove());
  lines.forEach(arm);
}
new MutationObserver(armAll).observe(document.body, { childList: true, subtree: true });
armAll();

// A live region says nothing of what it was born with: after a whole new page it hears its lines a moment later, and
// who came by keyboard is at the top of what they are about.
const born = [...document.querySelectorAll("#toasts > .toast")];
if (born.length) {
  const heading = document.querySelector("main h1");
  if (heading && document.activeElement === document.body && !document.querySelector("[autofocus]")) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
  setTimeout(() => box()?.append(...born.filter((line) => line.isConnected)), 400);
}
