// Keeps what is typed: on the server a moment after the last key, on this device while the server can't be reached.
// Two devices never overwrite each other: whoever saves later sees both texts and chooses.

const PAUSE = 700;
const AGAIN = 10_000;
const MOST_KEPT_ALIVE = 60_000; // browsers let 64 KB leave a page that is closed

export class Saver {
  constructor(form, versions, { onConflict, onSaved }) {
    Object.assign(this, { form, versions, onConflict, onSaved, timer: 0, under: 0, last: Promise.resolve() });
    Object.assign(this, { dirty: false, held: false, was: "" });
    this.state = form.querySelector("[data-state]");
  }

  get kind() {
    return this.form.dataset.kind;
  }

  store(kind = this.kind) {
    return `rapport-draft ${this.form.dataset.store} ${kind}`;
  }

  say(words) {
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  // A letter in which stands no more than the greeting that we wrote is no draft.
  fields() {
    const data = new FormData(this.form);
    for (const name of ["files", "draft_files", "draft_version"]) data.delete(name);
    if (data.get("body")?.trim() === this.form.dataset.greeting) data.set("body", "");
    return data;
  }

  touch() {
    this.dirty = true;
    clearTimeout(this.timer);
    if (!this.held) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // Saves what is not saved yet, one after the other. `leaving`: the page may be gone before the answer comes.
  save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (!this.dirty || this.held || !this.form.isConnected) return this.last;
    this.dirty = false;
    const job = { kind: this.kind, was: this.was, data: this.fields(), leaving };
    this.was = "";
    if (leaving && this.under) this.putAside(job); // the one under way may come first, and ours be refused unread
    this.last = leaving ? this.send(job) : this.last.then(() => this.send(job));
    return this.last;
  }

  async send(job) {
    const { kind, was, data, leaving } = job;
    data.set("draft_version", was ? this.versions[was] : this.versions[kind]);
    if (was) data.set("was", was);
    const size = [...data.values()].join("").length * 3;
    this.under++;
    try {
      const answer = await fetch(this.form.dataset.draft.replace("KIND", kind), {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        keepalive: leaving && size < MOST_KEPT_ALIVE,
      });
      await this.heard(answer, job);
    } catch {
      this.keepHere(job, "offline");
    } finally {
      this.under--;
    }
  }

  async heard(answer, job) {
    const { kind, was } = job;
    const isOurs = answer.headers.get("Content-Type")?.includes("json");
    if (!isOurs || (!answer.ok && answer.status !== 409)) {
      return this.keepHere(job, answer.status >= 500 ? "offline" : "refused");
    }
    const told = await answer.json();
    this.forget(kind);
    if (answer.status === 409) {
      this.held = true;
      return this.onConflict(told);
    }
    if (was) this.versions[was] = 0;
    this.versions[kind] = told.version;
    this.onSaved(kind);
    if (kind === this.kind) this.say(told.words);
  }

  keepHere(job, why) {
    if (!this.putAside(job)) why = "refused"; // no room, or the browser keeps nothing
    this.say(this.state.dataset[why]);
    if (!this.dirty) Object.assign(this, { dirty: true, was: job.was });
    clearTimeout(this.timer);
    if (why === "offline") this.timer = setTimeout(() => this.save(), AGAIN);
  }

  putAside({ kind, data }) {
    const said = Object.fromEntries([...data].filter(([name]) => name !== "csrfmiddlewaretoken"));
    try {
      localStorage.setItem(this.store(kind), JSON.stringify({ version: this.versions[kind], said }));
      return true;
    } catch {
      return false;
    }
  }

  forget(kind) {
    try {
      localStorage.removeItem(this.store(kind));
    } catch {
      // a browser that keeps nothing has nothing to forget
    }
  }

  // What this device kept when the connection was lost, of this person; what others left behind goes.
  keptHere() {
    const [user] = this.form.dataset.store.split(" ");
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("rapport-draft ") && !key.startsWith(`rapport-draft ${user} `)) localStorage.removeItem(key);
      }
      return JSON.parse(localStorage.getItem(this.store()) ?? "null");
    } catch {
      return null;
    }
  }
}
