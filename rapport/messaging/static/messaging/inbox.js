// The inbox: what is written is kept, files come along, the thread stays at its end, and colleagues see who writes.
import { Saver } from "../timeline/drafts.js";
import { Uploads } from "../timeline/uploads.js";

const OFTEN = 10_000; // an open conversation looks for news more often than other pages
const RESTS = 30_000; // who has typed nothing for so long is reading again
const TOLD = 30_000; // while a stream tells what is new, we only say that we are here
const SAYS_WRITING = 3_000;
const THEY_WRITE = 6_000;
const writers = new WeakMap();
const placed = new WeakSet(); // what is scrolled to its place already
let typedAt = 0;
let saidWritingAt = 0;
let lookedAt = 0;
let typingOver;

function wire() {
  for (const box of document.querySelectorAll("[data-inbox-composer]")) {
    for (const form of box.querySelectorAll("form[data-writes]")) writers.has(form) ? goOnWith(form) : begin(form);
    const button = box.querySelector("[data-say-when]");
    if (!button) continue;
    const fold = document.getElementById("say-when");
    button.hidden = fold.open;
    fold.hidden = !fold.open;
  }
  for (const button of document.querySelectorAll("[data-insert]")) button.hidden = false;
  const thread = document.querySelector("[data-thread]");
  if (thread && !placed.has(thread)) {
    placed.add(thread);
    const aim = location.hash.startsWith("#message-") && document.getElementById(location.hash.slice(1));
    if (aim) aim.scrollIntoView({ block: "center" });
    else thread.scrollTop = thread.scrollHeight;
  }
  keepPlace();
}

function begin(form) {
  const versions = { [form.dataset.kind]: 0 };
  const saver = new Saver(form, versions, { onConflict: () => {}, onSaved: () => {} });
  const uploads = new Uploads(form, saver);
  writers.set(form, { saver, uploads });
  const kept = saver.keptHere();
  if (kept && !form.elements.body.value.includes(kept.said.body)) {
    form.elements.body.value = kept.said.body;
    saver.say(saver.state.dataset.device);
    saver.touch();
  }
  form.addEventListener("input", ({ target }) => {
    if (!target.name || ["files", "draft_files"].includes(target.name)) return;
    const beganNow = Date.now() - typedAt > RESTS;
    typedAt = Date.now();
    saver.touch();
    sayWriting(form);
    if (beganNow && document.body.dataset.streaming) lookAtConversation(); // colleagues see it at once
  });
  const field = form.elements.body;
  if (!form.hidden) field.setSelectionRange(field.value.length, field.value.length);
}

// The page came anew around what one writes. Words that were taken back stand above what was begun since.
function goOnWith(form) {
  writers.get(form).uploads.stand();
  const field = form.elements.body;
  const [here, there] = [field.value.trim(), field.defaultValue.trim()];
  if (here && here !== there && there.endsWith(here)) field.value = field.defaultValue;
}

// Answer or inside note: both stand there, one is shown.
function choose(link) {
  const box = link.closest("[data-inbox-composer]");
  const isNote = link.dataset.half === "note";
  for (const form of box.querySelectorAll("form[data-writes]")) form.hidden = (form.dataset.writes === "note") !== isNote;
  for (const one of box.querySelectorAll("[data-half]")) one.toggleAttribute("aria-current", false);
  link.setAttribute("aria-current", "true");
  box.classList.toggle("composer--note", isNote);
  const field = box.querySelector("form:not([hidden]) textarea");
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

// A ready answer stands where the cursor was; the greeting is not said twice. Which it was is told when it is sent.
function insert({ insert: text, subject, answer }) {
  const form = document.querySelector("#reply-form");
  const field = form?.elements.body;
  if (!field) return;
  const greeting = form.dataset.greeting;
  const words = greeting && text.startsWith(greeting) && field.value.includes(greeting) ? text.slice(greeting.length).trimStart() : text;
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "ready", value: answer }));
  if (subject && form.elements.subject && !form.elements.subject.value) form.elements.subject.value = subject;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener(
  "click",
  (event) => {
    const { target } = event;
    const half = target.closest("[data-half]");
    if (half && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
      choose(half);
    }
    const ready = target.closest("[data-insert]");
    if (ready) {
      ready.closest("dialog")?.close();
      setTimeout(() => insert(ready.dataset));
    }
    if (target.closest("[data-say-when]")) {
      const fold = document.getElementById("say-when");
      fold.hidden = false;
      fold.open = true;
      fold.querySelector("input")?.focus();
    }
  },
  { capture: true },
);

document.addEventListener("input", ({ target }) => {
  const list = target.dataset?.filters && document.querySelector(target.dataset.filters);
  if (!list) return;
  const wanted = target.value.trim().toLocaleLowerCase();
  for (const row of list.children) row.hidden = !(row.dataset.words ?? "").toLocaleLowerCase().includes(wanted);
});

// What is sent is no draft any more; files under way arrive first.
document.addEventListener(
  "submit",
  (event) => {
    const writer = writers.get(event.target);
    if (!writer) return;
    const { saver, uploads } = writer;
    clearTimeout(saver.timer);
    if (uploads.askAboutMissing()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return saver.say(saver.state.dataset.missing);
    }
    const others = [...document.querySelectorAll("form[data-writes]")].filter((form) => form !== event.target && writers.has(form));
    const halves = others.map((form) => writers.get(form).saver); // what was begun beside it stands there afterwards, too
    if (uploads.under.size || saver.under || halves.some((half) => (half.dirty && !half.held) || half.under)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      Promise.all([uploads.settled(), saver.last, ...halves.map((half) => half.save())]).then(() => {
        for (const half of halves) half.dirty = false; // what could not be saved is kept on this device
        event.target.requestSubmit(submitter);
      });
      return;
    }
    saver.held = true;
    saver.forget(saver.kind);
    typedAt = 0;
  },
  true,
);
const goOn = ({ detail }) => {
  const form = detail?.ctx?.sourceElement?.closest?.("form[data-writes]") ?? document.querySelector("form[data-writes]:not([hidden])");
  const writer = form && writers.get(form);
  if (!writer?.saver.held) return;
  writer.saver.held = false;
  writer.saver.touch();
};
document.addEventListener("htmx:error", goOn);
document.addEventListener("htmx:response:error", goOn);
const leave = () => {
  for (const form of document.querySelectorAll("form[data-writes]")) writers.get(form)?.saver.save({ leaving: true });
};
addEventListener("pagehide", leave);
document.addEventListener("htmx:before:swap", leave);
document.addEventListener("visibilitychange", () => document.hidden && leave());

// The list stays where it was scrolled to, from one conversation to the next.
let scrolled = 0;
function keepPlace() {
  const list = document.querySelector("[data-keeps-place]");
  if (!list || placed.has(list)) return;
  placed.add(list);
  list.scrollTop = scrolled;
  list.addEventListener("scroll", () => (scrolled = list.scrollTop), { passive: true });
}

// The frame of a mail is as high as the mail.
document.addEventListener(
  "load",
  ({ target }) => {
    if (!target.matches?.(".msg-html iframe")) return;
    const height = target.contentDocument?.documentElement.scrollHeight;
    if (height) target.style.blockSize = `${Math.min(height + 2, 4000)}px`;
  },
  true,
);

// New words are seen at once by whoever stands at the end of the thread.
let wasAtEnd = true;
document.addEventListener("htmx:before:swap", () => {
  const thread = document.querySelector("[data-thread]");
  wasAtEnd = !thread || thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
});
document.addEventListener("rapport:changed", ({ detail }) => {
  const thread = detail.region.querySelector?.("[data-thread]");
  if (thread && wasAtEnd) thread.scrollTop = thread.scrollHeight;
  const seen = document.querySelector("#reply-form")?.elements.seen;
  if (!seen || !detail.region.querySelector("[data-chat]")) return; // in a chat one answers what one just saw come
  const newest = [...detail.region.querySelectorAll("[id^=message-]")].map(({ id }) => id.slice(8)).sort().pop();
  if (newest > seen.value) seen.value = newest;
});

function lookAtConversation() {
  const region = document.getElementById("conversation-live");
  if (!region || document.hidden) return;
  lookedAt = Date.now();
  const [address] = region.dataset.live.split("?");
  const query = new URLSearchParams(location.search).get("show");
  const words = new URLSearchParams({ ...(query && { show: query }), ...(Date.now() - typedAt < RESTS && { writing: "1" }) });
  words.set("shown", region.querySelectorAll(".msg").length); // earlier messages that were asked for stay
  region.dataset.live = `${address}?${words}`;
  document.dispatchEvent(new CustomEvent("rapport:stale"));
}
setInterval(() => {
  const often = document.body.dataset.streaming ? TOLD : OFTEN;
  if (Date.now() - lookedAt >= often - 500) lookAtConversation();
}, OFTEN);

// In a chat they see at once that somebody writes, and so do we.
function sayWriting(form) {
  const chat = document.querySelector("[data-chat]")?.dataset.chat;
  if (!chat || form.dataset.writes !== "reply" || Date.now() - saidWritingAt < SAYS_WRITING) return;
  saidWritingAt = Date.now();
  fetch(chat, { method: "POST", headers: JSON.parse(document.body.getAttribute("hx-headers:inherited")) }).catch(() => {});
}
document.addEventListener("rapport:heard", ({ detail }) => {
  const line = document.querySelector("[data-typing]");
  if (!line || detail.topic !== document.getElementById("conversation-live")?.dataset.topic) return;
  if (detail.kind === "changed") line.hidden = true;
  if (detail.kind !== "typing") return;
  line.hidden = false;
  clearTimeout(typingOver);
  typingOver = setTimeout(() => (line.hidden = true), THEY_WRITE);
});

document.addEventListener("htmx:after:swap", wire);
wire();
