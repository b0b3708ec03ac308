// The chat in its frame. Who writes is known by a secret in the storage of this frame; it goes along with each question,
// and no cookie does. What was said comes as HTML of ours; a stream tells when there is something new.
import { Line } from "../core/js/line.js";

const page = document.body.dataset;
const by = (id) => document.getElementById(id);
const [launcher, panel, thread, list, typing, trouble, writing, words, address] = ["launcher", "panel", "thread", "messages", "typing", "trouble", "writing", "words", "address"].map(by);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
const kept = `rapport-chat ${page.channel}`;
const SOMEBODY_WRITES = 6_000;
const SAYS_WRITING = 3_000;
let hasStorage = true;
let secret = remembered();
let state = "";
let key;
let files = [];
let leave; // to listen, as it came with an answer
let asking;
let timer;
let restsUntil = 0; // without streams, or with none to be had, one asks now and then
let wroteAt = 0;
let toldWriting = 0;

// The secret lies in the storage of this frame. A browser that has none for frames of other sites leaves it to the page
// around us, which is one of those that the house has listed, for as long as its tab is open.
function remembered() {
  try {
    return localStorage.getItem(kept) ?? "";
  } catch {
    hasStorage = false;
    return "";
  }
}
function remember(value) {
  secret = value;
  if (!hasStorage) return tell({ rapportChat: "keep", secret: value }, around());
  if (value) localStorage.setItem(kept, value);
  else localStorage.removeItem(kept);
}
function around() {
  return location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : "");
}
const tell = (words, whom = "*") => whom && parent.postMessage(words, whom);

async function ask(where, { form, query = {} } = {}) {
  const headers = { "Rapport-Chat": "1", ...(secret && { Authorization: `Chat ${secret}` }), ...(!form && state && { "Rapport-State": state }) };
  const words = new URLSearchParams({ lang: page.language, zone, ...query });
  return fetch(`${where}?${words}`, { method: form ? "POST" : "GET", body: form, headers, credentials: "omit", cache: "no-store" });
}

const isOpen = () => !panel.hidden;
const isRead = () => isOpen() && !document.hidden;

// What is new: asked for one at a time; whoever comes meanwhile is asked for once more.
async function look(query = {}) {
  clearTimeout(timer);
  if (asking) return void (asking.again = true);
  asking = { again: false };
  try {
    const response = await ask(page.talk, { query: { read: isRead() ? "1" : "0", ...query } });
    if (response.status === 200) show(await response.json(), response);
  } catch {
    // no connection: the next time
  } finally {
    const { again } = asking;
    asking = undefined;
    if (again) look();
    else wait();
  }
}

function wait() {
  clearTimeout(timer);
  if (secret) timer = setTimeout(look, line.standing ? 60_000 : isRead() ? 4_000 : 20_000);
}

function show(said, response) {
  state = response.headers.get("Rapport-State") ?? "";
  if (said.hours) by("hours").textContent = said.hours;
  if (said.gone) return forget();
  if (said.secret) remember(said.secret);
  if (said.html !== undefined) fill(said.html);
  if (said.email !== undefined) settleAddress(said.email);
  if (said.unread !== undefined) count(said.unread);
  if (said.stream) leave = said.stream;
  if (secret && Date.now() > restsUntil) line.open();
}

function forget() {
  remember("");
  line.close();
  for (const message of [...list.children].slice(1)) message.remove();
}

// Only what is new is added, so that a screen reader reads that alone.
function fill(html) {
  const wasAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60;
  const there = new Map([...list.children].filter((one) => one.id).map((one) => [one.id, one]));
  const found = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html").querySelector("ol").children;
  const incoming = new Set([...found].map((one) => one.id));
  for (const [id, one] of there) if (!incoming.has(id)) one.remove();
  for (const one of [...found]) {
    const old = there.get(one.id);
    if (!old) list.append(one);
    else if (old.querySelector("time").textContent !== one.querySelector("time").textContent) old.querySelector("time").replaceWith(one.querySelector("time"));
    if (!old && one.classList.contains("chat-message--ours")) showTyping(false);
  }
  if (wasAtEnd) thread.scrollTop = thread.scrollHeight;
}

function settleAddress(email) {
  by("kept").hidden = !email;
  for (const one of document.querySelectorAll("[data-email]")) one.textContent = email;
  address.hidden = Boolean(email) || !secret;
}

function count(n) {
  by("count").hidden = !n || isOpen();
  by("count").textContent = n;
  launcher.setAttribute("aria-label", n && !isOpen() ? page.unread : page.chat);
}

function showTyping(does) {
  clearTimeout(typing.timer);
  typing.firstElementChild.hidden = !does;
  if (does) typing.timer = setTimeout(showTyping, SOMEBODY_WRITES, false);
  if (does && thread.scrollHeight - thread.scrollTop - thread.clientHeight < 90) thread.scrollTop = thread.scrollHeight;
}

const line = new Line(
  async () => {
    const ready = leave;
    leave = undefined;
    if (ready || !secret) return ready;
    const response = await ask(page.talk, { query: { ticket: "1", read: isRead() ? "1" : "0" } });
    if (response.status >= 500) throw new Error("no answer");
    if (response.status !== 200) return;
    const said = await response.json();
    show({ ...said, stream: undefined }, response);
    if (!said.stream) restsUntil = Date.now() + 300_000;
    return said.stream;
  },
  {
    heard(kind) {
      if (kind === "answering") showTyping(true);
      else if (["changed", "again"].includes(kind)) look();
    },
    stands: wait,
  },
);

async function send() {
  const text = words.value.trim();
  if ((!text && !files.length) || writing.dataset.busy) return;
  key ??= newKey();
  const form = new FormData();
  for (const [name, value] of Object.entries({ text, key, lang: page.language, zone })) form.set(name, value);
  for (const file of files) form.append("files", file);
  writing.dataset.busy = "yes";
  trouble.textContent = "";
  try {
    const response = await ask(page.talk, { form });
    const said = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    if (!response.ok) throw new Error(said.said ?? "");
    key = undefined;
    files = [];
    words.value = "";
    showFiles();
    show(said, response);
    thread.scrollTop = thread.scrollHeight;
  } catch (error) {
    trouble.textContent = error instanceof TypeError || !error.message ? page.failed : error.message;
  } finally {
    delete writing.dataset.busy;
    words.focus();
    wait();
  }
}

// The same words sent again after a broken line are one message.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function showFiles() {
  by("files").replaceChildren(
    ...files.map((file) => {
      const row = by("file-line").content.cloneNode(true).firstElementChild;
      row.firstElementChild.textContent = file.name;
      row.querySelector("button").addEventListener("click", () => {
        files = files.filter((one) => one !== file);
        key = undefined;
        showFiles();
        words.focus();
      });
      return row;
    }),
  );
  by("files").hidden = !files.length;
  by("file").value = "";
}

function open(does) {
  if (isOpen() === does) return;
  panel.hidden = !does;
  launcher.hidden = does;
  launcher.setAttribute("aria-expanded", String(does));
  tell({ rapportChat: does ? "open" : "closed", title: document.title });
  if (does) thread.scrollTop = thread.scrollHeight;
  (does ? words : launcher).focus();
  look();
}

launcher.addEventListener("click", () => open(true));
by("close").addEventListener("click", () => open(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) open(false);
});
writing.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
words.addEventListener("input", () => {
  key = undefined;
  wroteAt = Date.now();
  if (!secret || wroteAt - toldWriting < SAYS_WRITING) return;
  toldWriting = wroteAt;
  ask(page.typing, { form: new FormData() }).catch(() => {});
});
by("attach").addEventListener("click", () => by("file").click());
by("file").addEventListener("change", ({ target }) => {
  files = [...files, ...target.files];
  key = undefined;
  showFiles();
  words.focus();
});
address.addEventListener("submit", async (event) => {
  event.preventDefault();
  const problem = by("address-trouble");
  problem.textContent = "";
  try {
    const response = await ask(page.address, { form: new FormData(address) });
    const said = await response.json();
    if (!response.ok) throw new Error(said.said);
    settleAddress(said.email);
    words.focus();
  } catch (error) {
    problem.textContent = error instanceof TypeError || !error.message ? page.failed : error.message;
    address.elements.email.focus();
  }
});
by("other-address").addEventListener("click", () => {
  by("kept").hidden = true;
  address.hidden = false;
  address.elements.email.focus();
});
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  if (event.data?.rapportChat === "laid") thread.scrollTop = thread.scrollHeight;
  else if (event.data?.rapportChat === "kept" && !hasStorage && !secret && typeof event.data.secret === "string") {
    secret = event.data.secret;
    look({ ticket: "1" });
  } else if (["open", "close"].includes(event.data?.rapportChat)) open(event.data.rapportChat === "open");
});
document.addEventListener("visibilitychange", () => isRead() && look());
addEventListener("pagehide", () => line.close());
addEventListener("pageshow", (event) => event.persisted && secret && look());
launcher.hidden = false; // whoever presses it is heard from now on
tell({ rapportChat: "ready", title: document.title, asks: !hasStorage });
if (secret) look({ ticket: "1" });
