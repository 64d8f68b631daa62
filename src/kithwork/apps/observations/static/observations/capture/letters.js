/**
 * Sending: what waits in the queue goes out, one request at a time, and leaves this device only once the server
 * holds the very same bytes.
 */
import { asked } from "./day.js";
import { deviceId } from "./store.js";
import { batches, sorted, spreadMs, waitMs } from "./writing.js";

const URL = "/api/v1/observations";
const RECEIPTS = "/api/v1/receipts";

/** Two tabs of one person send one after the other. */
const alone = (work) => (navigator.locks ? navigator.locks.request("kithwork-observe", work) : work());

export class Sender {
  /**
   * @param {import("./store.js").Store} store
   * @param {{token: (isAnew?: boolean) => Promise<string>, lost: () => void, tell: (state: object) => void, hear: (answer: Response) => void}} means
   *   `lost` is told when there was no network;
   *   `token` comes with the mark of who is signed in, and is "" for anybody else: nothing leaves under another name
   */
  constructor(store, means) {
    Object.assign(this, { store, ...means });
    this.sending = null;
    this.isAskedAgain = false;
    this.tries = 0;
    this.timer = 0;
    this.needsSignIn = false;
    this.isOver = false;
  }

  /** This person is done here: nothing more is sent for them. */
  stop() {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  async waiting() {
    return (await this.store.queue()).filter(({ state }) => state === "waiting");
  }

  async say() {
    if (this.isOver) return;
    const queue = await this.store.queue();
    const waiting = queue.filter(({ state }) => state === "waiting").length;
    const parked = queue.filter(({ state }) => state !== "waiting");
    this.tell({ waiting, parked, isSending: this.sending !== null, needsSignIn: this.needsSignIn });
  }

  /** Try when it is fair to the others: much to send waits its turn, a single one goes at once. */
  async soon() {
    const { length } = await this.waiting();
    clearTimeout(this.timer);
    const wait = spreadMs(length);
    if (wait === 0) return this.send();
    this.timer = setTimeout(() => this.send(), wait);
  }

  /** Somebody asks for it: what was refused or set aside is tried once more, too. */
  async sendAgain() {
    for (const one of await this.store.queue()) if (one.state !== "waiting") await this.store.park(one, "waiting", "");
    return this.send();
  }

  /** Send what waits, now. Asked while it sends, it looks again afterwards. */
  async send() {
    if (this.isOver) return;
    this.isAskedAgain = true;
    if (this.sending) return this.sending;
    clearTimeout(this.timer);
    this.sending = alone(() => this.rounds());
    await this.say();
    await this.sending;
    await this.say();
  }

  async rounds() {
    while (this.isAskedAgain && !this.isOver) {
      this.isAskedAgain = false;
      try {
        await this.sendAll();
        this.tries = 0;
      } catch (error) {
        // Without a network the session looks for one, and asks who is signed in before anything goes out again.
        if (error.isAway) this.lost();
        else if (!this.needsSignIn) this.timer = setTimeout(() => this.send(), waitMs(this.tries++, error.seconds));
        break;
      }
    }
    this.sending = null;
  }

  async sendAll() {
    const tried = new Set();
    for (;;) {
      const left = (await this.waiting()).filter(({ id }) => !tried.has(id));
      if (!left.length) break;
      const [batch] = batches(left.map(({ id, text, sha256 }) => ({ id, text, sha256 })));
      for (const { id } of batch) tried.add(id);
      await this.settle(left, batch, await this.post(batch));
      await this.say();
    }
    if ((await this.waiting()).some(({ id }) => tried.has(id))) throw new Error("some are to be sent again");
  }

  async post(items) {
    const body = JSON.stringify({ device: await deviceId(), sent_at: new Date().toISOString(), items });
    let response = await this.posted(body, await this.token());
    if (response.status === 403) {
      // Somebody signed in since the token was given. A new one is given to the same person only.
      const anew = await this.token(true);
      if (anew) response = await this.posted(body, anew);
    }
    this.needsSignIn = response.type === "opaqueredirect" || response.status === 401 || response.status === 403;
    if (!response.ok) {
      const seconds = Number(response.headers.get("Retry-After")) || 0;
      throw Object.assign(new Error(`answered ${response.status}`), { seconds });
    }
    this.hear(response);
    const said = await response.json();
    if (!Array.isArray(said.answers)) throw new Error("this was no answer of ours");
    return said;
  }

  posted(body, token) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return asked(URL, { method: "POST", headers, body }).catch((error) => {
      throw Object.assign(error, { isAway: true });
    });
  }

  async settle(letters, batch, { answers, server_time }) {
    const { done, parked } = sorted(batch, answers);
    const of = new Map(letters.map((one) => [one.id, one]));
    const times = await this.timesOf(done, server_time);
    for (const { id, is_deleted } of done) {
      const received_at = times.get(id) ?? server_time;
      await this.store.received(of.get(id), { received_at, is_deleted: Boolean(is_deleted) });
    }
    for (const { id, answer, sentence } of parked) await this.store.park(of.get(id), answer, sentence ?? "");
  }

  /** When the server received each one: the moment of this answer, or earlier for what it held already. */
  async timesOf(done, now) {
    const before = done.filter(({ answer }) => answer === "already").map(({ id }) => id);
    const times = new Map(done.map(({ id }) => [id, now]));
    if (!before.length) return times;
    try {
      const answer = await asked(`${RECEIPTS}?ids=${before.join(",")}`);
      for (const { id, received_at } of (await answer.json()).receipts) times.set(id, received_at);
    } catch {
      // The letters are safe; only the minute is less exact.
    }
    return times;
  }
}
