// One conversation with the server: its session, its message numbers and what to do when the line drops.
const KEY = "conversation";

function stored() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}

export class Conversation {
  constructor() {
    const { session = null, turns = [] } = stored();
    this.session = session;
    this.turns = turns; // [{ text, reply }] oldest first
  }

  // Inside the frame of another page it is the little window there (小窗), else the page itself.
  static channel = globalThis.parent === globalThis ? "web" : "widget";

  // A message keeps its number when it is sent again, so that nothing is filed twice.
  async say(text, messageId = crypto.randomUUID()) {
    const answer = await fetch("/api/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text, message_id: messageId, channel: Conversation.channel, ...(this.session ? { session: this.session } : {}) }),
    }).catch(() => { throw new Failed("网络断开了，您的话还在。请检查网络后点“重发”。", messageId, true); });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Failed(body.error?.message ?? "服务暂时不可用，您的话还在。请稍后点“重发”。", messageId, answer.status >= 500 || answer.status === 429);
    }
    this.session = body.session;
    this.turns.push({ text, reply: body });
    this.keep();
    return body;
  }

  // What a member of staff wrote since the last look; nothing when the line is down, the next look asks again.
  async heard() {
    const answer = await fetch(`/api/v1/chat/messages?after=${this.after ?? 0}`, { headers: { "x-chat-session": this.session } }).catch(() => null);
    if (!answer?.ok) return { messages: [], handover: true };
    const body = await answer.json();
    this.after = body.messages.at(-1)?.id ?? this.after;
    return body;
  }

  keep() {
    try { sessionStorage.setItem(KEY, JSON.stringify({ session: this.session, turns: this.turns.slice(-60) })); } catch { /* full or private: the page still works */ }
  }

  transcript() {
    return this.turns.map(({ text, reply }) => `我：${text}\n${reply.replies.map((one) => `助手：${one.text}`).join("\n")}`).join("\n\n");
  }
}

export class Failed extends Error {
  constructor(message, messageId, again) {
    super(message);
    this.messageId = messageId;
    this.again = again;
  }
}
