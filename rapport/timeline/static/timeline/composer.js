// The composer: tabs in place of circles, a draft for each, files as they come, the greeting a letter begins with.
import { notice, showConflict } from "./conflict.js";
import { Saver } from "./drafts.js";
import { fieldsOf, fill, isTyped, saidIn } from "./fields.js";
import { forgetTab, putBack, setAside } from "./staying.js";
import { Uploads } from "./uploads.js";

let current = null;
let comesBack = false; // somebody wrote something down here: they may go on writing

export function wire() {
  if (current && putBack(current)) comesBack = !current.form.isConnected;
  const form = document.querySelector("form[data-composer]");
  if (!form || form === current?.form) return;
  const before = current?.saver;
  current = new Composer(form);
  if (before?.under) before.last.then(() => current.lookAgain());
}

class Composer {
  constructor(form) {
    this.form = form;
    this.body = form.elements.body;
    this.tabs = [...form.querySelectorAll("[role=tab]")];
    const versions = Object.fromEntries(this.tabs.map((tab) => [tab.value, Number(tab.dataset.version)]));
    const hooks = { onConflict: (told) => showConflict(this, told), onSaved: (kind) => this.showSaved(kind) };
    this.saver = new Saver(form, versions, hooks);
    this.uploads = new Uploads(form, this.saver);
    this.becomeTabs();
    this.listen();
    this.showGreeting();
    this.bringBack();
    if (this.fields().some(isTyped)) this.saver.touch();
    this.choosePicked();
    this.placeFocus();
    forgetTab();
  }

  get kind() {
    return this.form.dataset.kind;
  }

  tab(kind = this.kind) {
    return this.tabs.find((tab) => tab.value === kind);
  }

  // --- tabs

  becomeTabs() {
    this.form.querySelector(".composer-kinds").hidden = true;
    this.form.querySelector("[role=tablist]").hidden = false;
    this.panel = this.form.querySelector("#composer-panel");
    this.panel.setAttribute("role", "tabpanel");
    this.panel.setAttribute("aria-labelledby", this.tab().id);
  }

  // Before there were tabs somebody may have picked a circle.
  choosePicked() {
    const picked = this.form.elements.kind.value;
    this.form.elements.kind.value = this.kind;
    this.choose(picked);
  }

  choose(kind) {
    const old = this.kind;
    if (kind === old) return;
    const goesAlong = !this.tab(kind).dataset.said && !this.files(kind).childElementCount;
    if (goesAlong) this.carry(old, kind);
    else this.leave(old);
    this.form.dataset.kind = kind;
    this.form.elements.kind.value = kind;
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab.value === kind));
      tab.tabIndex = tab.value === kind ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", this.tab().id);
    this.form.querySelector(".composer-notices").replaceChildren();
    this.form.querySelector(".composer-errors")?.remove();
    this.saver.say("");
    if (!goesAlong) this.fill(JSON.parse(this.tab().dataset.said || "{}"));
    this.tellVersion();
    this.greet();
  }

  // Whoever sees while writing that it is a call, not a note, takes the words and the files along.
  carry(old, kind) {
    if (this.isUntouchedLetter()) this.body.value = "";
    this.files(kind).append(...this.files(old).children);
    if (this.saver.versions[old] || this.saver.dirty) {
      this.saver.was ||= old;
      this.saver.dirty = true;
      this.saver.touch();
    }
    this.tab(old).dataset.said = "";
    this.showDot(old, false);
  }

  leave(old) {
    this.saver.save();
    const said = this.said();
    this.tab(old).dataset.said = Object.keys(said).length ? JSON.stringify(said) : "";
  }

  step(event) {
    const at = this.tabs.indexOf(event.target.closest("[role=tab]"));
    const forward = getComputedStyle(this.form).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const to = { [forward]: at + 1, [back]: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const tab = this.tabs.at(to % this.tabs.length);
    this.choose(tab.value);
    tab.focus();
  }

  // --- what was said

  fields() {
    return fieldsOf(this.form, this.kind);
  }

  said() {
    const found = saidIn(this.fields());
    if (this.isUntouchedLetter()) delete found.body;
    return found;
  }

  fill(said) {
    fill(this.fields(), said);
  }

  files(kind = this.kind) {
    return this.uploads.list(kind);
  }

  // --- the greeting, already written where a letter begins

  isLetterOfOurs() {
    return this.kind === "letter" && this.form.elements.letter_direction.value === "sent";
  }

  isUntouchedLetter() {
    return this.kind === "letter" && this.body.value.trim() === this.form.dataset.greeting;
  }

  greet() {
    if (this.isLetterOfOurs() && !this.body.value.trim() && this.form.dataset.greeting) this.insertGreeting();
    this.showGreeting();
  }

  insertGreeting() {
    this.body.setRangeText(`${this.form.dataset.greeting}\n\n`, 0, 0, "end");
  }

  showGreeting() {
    const words = this.form.querySelector(".composer-words");
    if (this.kind === "letter") words.lang = this.form.dataset.language;
    else words.removeAttribute("lang");
    const button = this.form.querySelector("[data-greet]");
    if (!button) return;
    button.hidden = false;
    button.parentElement.hidden = !this.isLetterOfOurs() || this.body.value.trimStart().startsWith(this.form.dataset.greeting);
  }

  // --- drafts

  tellVersion() {
    this.form.elements.draft_version.value = this.saver.versions[this.kind];
  }

  showSaved(kind) {
    this.tellVersion();
    this.showDot(kind, this.saver.versions[kind] > 0);
  }

  showDot(kind, isBegun) {
    this.tab(kind).querySelector(".composer-dot").hidden = !isBegun;
  }

  bringBack() {
    const kept = this.saver.keptHere();
    if (!kept) return;
    this.saver.versions[this.kind] = kept.version;
    this.fill(kept.said);
    this.saver.say(this.saver.state.dataset.device);
    this.saver.touch();
  }

  // Back at this window: was something written on another device meanwhile?
  async lookAgain() {
    const { saver, kind } = this;
    if (saver.dirty || saver.held || saver.under || !this.form.isConnected) return;
    const url = this.form.dataset.draft.replace("KIND", kind);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    const told = answer?.ok && answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (!told || saver.dirty || saver.under || kind !== this.kind || told.version === saver.versions[kind]) return;
    saver.versions[kind] = told.version;
    this.fill(told.said);
    this.greet();
    this.showSaved(kind);
    notice(this.form, told.notice);
  }

  // --- writing down

  listen() {
    const { form } = this;
    form.addEventListener("input", ({ target }) => {
      if (!target.name || ["files", "draft_files"].includes(target.name)) return;
      if (target.name === "letter_direction" && !this.isLetterOfOurs() && this.isUntouchedLetter()) this.body.value = "";
      if (target.name === "letter_direction") this.greet();
      else this.showGreeting();
      this.saver.touch();
    });
    form.addEventListener("click", ({ target }) => {
      const tab = target.closest("[role=tab]");
      if (tab) this.choose(tab.value);
      if (target.closest("[data-greet]")) this.insertGreeting(), this.showGreeting(), this.saver.touch();
      if (tab || target.closest("[data-greet]")) this.body.focus();
      if (target.closest("[data-notice] button")) this.saver.held = comesBack = true;
    });
    form.addEventListener("keydown", (event) => {
      if (event.target.matches("[role=tab]")) this.step(event);
    });
  }

  // Words that moved here from another tab take their draft along first, or it would stay behind there.
  isBusy() {
    const moves = this.saver.was && this.moving !== this.saver.was;
    this.moving = this.saver.was;
    if (moves) this.saver.save();
    return moves || this.saver.under > 0 || this.uploads.under.size > 0;
  }

  async submitWhenStill() {
    if (this.uploads.under.size) this.saver.say(this.saver.state.dataset.waiting);
    await this.uploads.settled();
    await this.saver.last;
    this.tellVersion();
    this.form.requestSubmit();
  }

  placeFocus() {
    const problem = this.form.querySelector(".error-summary");
    if (comesBack) (problem ?? this.body).focus();
    if (comesBack && !problem) this.form.scrollIntoView({ block: "nearest" });
    comesBack = false;
  }
}

// Before the composer is sent, what is under way arrives; from then on nothing is kept that was just written down.
document.addEventListener(
  "submit",
  (event) => {
    if (event.target !== current?.form || event.submitter?.hasAttribute("formaction")) return;
    clearTimeout(current.saver.timer);
    if (current.isBusy()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      current.submitWhenStill();
      return;
    }
    if (current.uploads.askAboutMissing()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return current.saver.say(current.saver.state.dataset.missing);
    }
    current.saver.held = comesBack = true;
  },
  true,
);

const isOurs = (ctx) => current && current.form.contains(ctx?.sourceElement);
const goOn = ({ detail: { ctx } }) => {
  if (!isOurs(ctx)) return;
  comesBack = current.saver.held = false;
  current.saver.touch();
};
document.addEventListener("htmx:error", goOn);
document.addEventListener("htmx:response:error", ({ detail }) => detail.ctx.response?.status !== 422 && goOn({ detail }));

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!isOurs(ctx)) current?.saver.save();
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (isOurs(ctx) && ctx.response?.status === 200) current.saver.forget(); // written down: not brought back once more
});
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (current) setAside(current, ctx);
});
addEventListener("pagehide", () => current?.saver.save({ leaving: true }));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") current?.saver.save({ leaving: true });
  else current?.lookAgain();
});
for (const name of ["online", "rapport:online"]) {
  (name === "online" ? window : document).addEventListener(name, () => current?.saver.save());
}
