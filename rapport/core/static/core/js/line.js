// One stream of what is new, from the process of streams. It carries names of things, never words: whoever hears one asks
// for what is new. `ask()` answers {address, ticket}, or nothing where there are no streams. The browser comes back by
// itself when the line breaks; when the leave to listen is over, a new one is asked for, and nothing is missed.
const KINDS = ["changed", "typing", "answering", "seen", "again"];
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 120_000;

export class Line {
  constructor(ask, { heard = () => {}, stands = () => {} }) {
    Object.assign(this, { ask, heard, stands, pause: FIRST_PAUSE, last: "", wanted: false });
  }

  async open() {
    if (this.source || this.asking || !("EventSource" in window)) return;
    this.wanted = true;
    this.asking = true;
    clearTimeout(this.timer);
    let leave;
    try {
      leave = await this.ask();
    } catch {
      return this.later();
    } finally {
      this.asking = false;
    }
    if (!this.wanted || !leave?.ticket) return;
    const address = new URL(leave.address);
    address.searchParams.set("ticket", leave.ticket);
    if (this.last) address.searchParams.set("last", this.last);
    const source = (this.source = new EventSource(address));
    source.addEventListener("begin", (event) => {
      this.pause = FIRST_PAUSE;
      this.last = event.lastEventId;
      this.say(true);
      if (event.data !== "resumed") this.heard("again", "");
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        this.last = event.lastEventId;
        this.heard(kind, event.data);
      });
    }
    source.addEventListener("end", () => this.again(Math.random() * 1000));
    source.addEventListener("error", () => {
      this.say(false);
      if (source.readyState === EventSource.CLOSED) this.later();
    });
  }

  later() {
    this.again(this.pause * (0.7 + Math.random() * 0.6));
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
  }

  again(wait) {
    this.drop();
    clearTimeout(this.timer);
    if (this.wanted) this.timer = setTimeout(() => this.open(), wait);
  }

  close() {
    this.wanted = false;
    clearTimeout(this.timer);
    this.drop();
  }

  drop() {
    this.source?.close();
    this.source = undefined;
    this.say(false);
  }

  say(stands) {
    if (this.standing === stands) return;
    this.standing = stands;
    this.stands(stands);
  }
}
