// The column of the conversation: what is said appears here, and a screen reader hears each answer once, whole.
import { isSummary, mine, note, person, said } from "./cards.js";
import { action, el } from "./dom.js";
import { receipt, withoutReceipts } from "./receipt.js";
import { revealed } from "./reveal.js";
import { canRead, read } from "./speech.js";

const THANKS = { true: "谢谢。", false: "谢谢，已记下，由县政府办补充文件。现在就要答复，可以提交工单或转人工。" };

/** All words of *reply*, as they are read aloud. */
export const wordsOf = (reply) => reply.replies.map((one) => one.text).join("\n");

export class Log {
  /**
   * @param {{ log: Element, news: Element }} places *news* is the live region
   * @param {{ say: (words: string) => void, correct: (name: string) => void, vote: (id: string, helpful: boolean) => Promise<unknown> }} does
   */
  constructor({ log, news }, does) {
    Object.assign(this, { log, news, does });
  }

  /** Show what the citizen says; returns the bubble. */
  mine(text) {
    for (const passed of this.log.querySelectorAll(".quick--once")) passed.remove();
    const bubble = mine(text);
    this.log.append(bubble);
    return bubble;
  }

  /** Show what the bot answered to message *id*; an answer just come appears by and by and is announced. */
  reply(reply, id, { fresh }) {
    const words = reply.replies.map((one) => withoutReceipts(one, reply.filed)).filter((one) => one.text.trim() || one.citations?.length || one.buttons?.length);
    const nodes = [
      ...words.map((one, at) => said(one, { alarm: at === 0 ? reply.emergency : null, choose: this.does.say, correct: this.does.correct })),
      ...reply.filed.map(receipt),
    ];
    nodes.at(-1)?.append(this.#next(reply, id));
    this.log.append(...nodes);
    if (!fresh) return;
    revealed(nodes);
    this.announce(wordsOf(reply), { now: Boolean(reply.emergency) });
  }

  /** Show what did not come from the bot: a person's words, or who answers from here on. */
  person({ author, text }, { fresh }) {
    this.log.append(author === "system" ? note(text) : person(text));
    if (fresh) this.announce(author === "system" ? text : `工作人员：${text}`);
  }

  #next(reply, id) {
    const aloud = canRead && !reply.replies.some((one) => isSummary(one.text)) && action("朗读", () => read(wordsOf(reply)), "button--text");
    const cited = reply.replies.some((one) => one.citations?.length);
    return el("div", { class: "next no-print" }, aloud, ...(cited ? [this.#votes(id)] : []));
  }

  #votes(id) {
    const votes = el("span", { class: "next__votes", role: "group", "aria-label": "这个答复对您有用吗" });
    const cast = async (helpful) => {
      try {
        await this.does.vote(id, helpful);
        votes.replaceChildren(el("small", {}, THANKS[helpful]));
        this.announce(THANKS[helpful]);
      } catch (refused) {
        this.announce(refused.message);
      }
    };
    votes.append(action("有用", () => cast(true), "button--text"), action("没用", () => cast(false), "button--text"));
    return votes;
  }

  typing() {
    const dots = el("div", { class: "typing", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.log.append(dots);
    return dots;
  }

  announce(words, { now = false } = {}) {
    this.news.setAttribute("aria-live", now ? "assertive" : "polite");
    this.news.replaceChildren(el("p", {}, words));
  }

  clear() {
    this.log.replaceChildren();
    this.news.replaceChildren();
  }
}
