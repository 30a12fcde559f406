// One conversation with the server. The browser keeps its session and what is not answered yet, nothing else.
import { asked, untilAnswered } from "./line.js";
import { memory } from "./memory.js";

const SESSION = "conversation";
const PENDING = "unanswered";
const CHAT = "/api/v1/chat";

// crypto.randomUUID exists only on pages served over HTTPS or from this machine.
const number = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Conversation {
  // Inside the frame of another page it is the little window there (小窗), else the page itself.
  static channel = globalThis.parent === globalThis ? "web" : "widget";

  constructor() {
    this.session = memory.get(SESSION);
    this.after = 0;
  }

  get headers() { return this.session ? { "x-chat-session": this.session } : {}; }

  /** What was said and not answered when the page was left: [{ text, id }], oldest first. */
  get pending() { return JSON.parse(memory.get(PENDING) ?? "[]"); }

  set pending(messages) {
    if (messages.length) memory.set(PENDING, JSON.stringify(messages)); else memory.drop(PENDING);
  }

  /** Note that *text* is to be said; it keeps its number until it is answered, so that nothing is filed twice. */
  note(text) {
    const message = { text, id: number() };
    this.pending = [...this.pending, message];
    return message;
  }

  settle({ id }) { this.pending = this.pending.filter((each) => each.id !== id); }

  adopt(session) {
    this.session = session;
    memory.set(SESSION, session);
  }

  /** Say a noted message. Throws as untilAnswered does; the message is settled unless it was given up by leaving. */
  async say(message, how) {
    const body = { text: message.text, message_id: message.id, channel: Conversation.channel, ...(this.session ? { session: this.session } : {}) };
    try {
      const reply = await untilAnswered(CHAT, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }, how);
      this.adopt(reply.session);
      return reply;
    } finally {
      this.settle(message);
    }
  }

  /** All turns the server has; none when the session is gone. */
  async history() {
    if (!this.session) return [];
    const { turns } = await asked(`${CHAT}/conversation`, { headers: this.headers });
    this.after = Math.max(0, ...turns.filter((turn) => turn.author !== "citizen").map((turn) => turn.id));
    return turns;
  }

  /** What a member of staff wrote since the last look, and who has the conversation. */
  async heard() {
    const told = await asked(`${CHAT}/messages?after=${this.after}`, { headers: this.headers });
    this.after = told.messages.at(-1)?.id ?? this.after;
    return told;
  }

  vote(id, helpful) {
    return asked(`${CHAT}/votes`, {
      method: "POST", headers: { ...this.headers, "content-type": "application/json" }, body: JSON.stringify({ message_id: id, helpful }),
    });
  }

  /** Leave it behind in this browser. */
  leave() {
    this.session = null;
    this.after = 0;
    memory.drop(SESSION);
    memory.drop(PENDING);
  }

  /** Have the server erase it, then leave. */
  async erase() {
    if (this.session) await asked(`${CHAT}/conversation`, { method: "DELETE", headers: this.headers });
    this.leave();
  }
}
