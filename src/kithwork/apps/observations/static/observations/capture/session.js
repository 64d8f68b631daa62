/** Who observes on this device: their key, their list, and what goes out for them. */
import { canLock, forgetKeys, whose } from "../../ui/keys.js";
import { noteUnsent, serve } from "../../ui/outbox.js";
import { askForDay, fresh, makeKnown } from "./day.js";
import { Sender } from "./letters.js";
import { openFor, ownersWaiting } from "./store.js";
import { minutesOff, waitMs } from "./writing.js";

const ASK_EVERY_MS = 4 * 60 * 1000;

export class Session {
  /** @param {{changed: Function, locked: (why: string) => void, isRunning: () => boolean}} told */
  constructor(told) {
    this.told = told;
    this.store = null;
    this.day = null;
    this.letters = { waiting: 0, parked: [], isSending: false, needsSignIn: false };
    this.minutesOff = 0;
    this.isAway = false;
    this.isOut = false;
    this.askedAt = -Infinity;
    this.stirredAt = -Infinity;
    this.tries = 0;
  }

  /** From the device first: the list stands there before any network has answered. */
  async begin() {
    if (!canLock()) return this.told.locked("no_lock");
    this.owner = await whose();
    await this.openStore();
    addEventListener("storage", ({ key, newValue }) => {
      if (key === "kithwork-owner" && (newValue ?? "") !== this.owner) this.end(newValue ? "changed" : "signed-out");
    });
    addEventListener("online", () => this.ask());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && (this.isLongAgo() || this.letters.waiting)) this.ask();
    });
    // A sign of life from whoever observes: a session must not end under their hands. It does on a phone left alone.
    for (const event of ["pointerdown", "keydown"]) {
      document.addEventListener(event, () => { this.stirredAt = performance.now(); }, { capture: true, passive: true });
    }
    setInterval(() => this.isDue() && this.ask(), 30_000);
    const asked = this.ask();
    if (!this.day) await asked;
    return undefined;
  }

  isLongAgo() {
    return performance.now() - this.askedAt > ASK_EVERY_MS;
  }

  isDue() {
    return document.visibilityState === "visible" && this.isLongAgo() && this.stirredAt > this.askedAt;
  }

  async openStore() {
    this.store = await openFor(this.owner);
    if (!this.store) return;
    await this.store.tidy();
    this.day = fresh(await this.store.day());
    this.sender = new Sender(this.store, {
      token: (isAnew) => this.tokenFor(isAnew),
      hear: (response) => this.hear(response),
      lost: () => {
        this.isAway = true;
        this.away();
      },
      tell: (letters) => {
        this.letters = letters;
        noteUnsent(this.owner, letters.waiting + letters.parked.length);
        this.told.changed();
      },
    });
    await this.sender.say();
  }

  /** Ask for the day. Its answer says who is signed in; nothing goes out before it was heard. */
  async ask() {
    this.askedAt = performance.now();
    clearTimeout(this.timer);
    const { state, day, response } = await askForDay();
    if (this.isOver) return;
    this.isAway = state === "away";
    if (state === "signed-out") return void (await this.out());
    if (state === "revoked") return void (await this.end("revoked", day.owner));
    if (state === "away") return void this.away();
    this.tries = 0;
    if (this.isShut) return void location.reload();
    if (this.owner && this.owner !== day.owner && this.store) return void this.end("changed");
    this.owner = day.owner;
    this.csrf = day.csrf;
    this.isOut = false;
    this.hear(response);
    if (!this.store) await this.openStore();
    const { csrf, ...kept } = day;
    await this.store.keepDay(kept);
    this.day = kept;
    this.enrol();
    this.told.changed();
    this.sender.soon();
  }

  /** Send now. After a time without a network, who is signed in is asked first. */
  send() {
    return this.isAway ? this.ask() : this.sender.send();
  }

  /** No network, or a server that cannot just now: the kept list serves, and it is asked for again. */
  async away() {
    if (navigator.onLine) this.timer = setTimeout(() => this.ask(), waitMs(this.tries++));
    if (this.store) return this.told.changed();
    this.isShut = true; // nothing of anybody is here to be shown; once the list comes, the page begins anew
    return this.told.locked("away", await howMany());
  }

  /**
   * The token to send with. It was given together with the mark of whose it is; after another sign-in it is
   * no good, so that nothing leaves under another name.
   */
  async tokenFor(isAnew = false) {
    if (this.csrf && !isAnew) return this.csrf;
    const { state, day } = await askForDay();
    if (state === "day" && day.owner === this.owner) this.csrf = day.csrf;
    else if (state === "day") await this.end("changed");
    else this.csrf = "";
    return this.isOver ? "" : this.csrf ?? "";
  }

  /** Once each time the page is opened: so the coordinator sees this device, and can shut it out. */
  enrol() {
    if (this.isKnown) return;
    this.isKnown = true;
    makeKnown(this.csrf);
  }

  hear(response) {
    const date = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(date)) this.minutesOff = minutesOff(date, Date.now());
  }

  /** The sign-in ended. Whoever is in the middle of an observation finishes it; then this device shows nothing. */
  async out() {
    this.isOut = true;
    if (this.told.isRunning()) return this.told.changed();
    return this.end("signed-out");
  }

  /** Shut: the key goes, what it locked stays. */
  async end(why, owner = "") {
    if (this.isOver) return;
    this.isOver = true;
    this.sender?.stop();
    this.store = null;
    if (why === "changed") return void location.reload();
    if (why === "signed-out") await serve("");
    if (why === "revoked") {
      await forgetKeys();
      this.owner = owner;
    }
    this.told.locked(why, await howMany());
  }
}

/** How much waits on this device, whoever's it is. */
const howMany = async () => Object.values(await ownersWaiting()).reduce((sum, n) => sum + n, 0);
