// While people of the hotline have the conversation: what they write comes in by itself, and how long the queue is.
import { Refused } from "./line.js";

const LOOK_MS = 4000;

const words = (position) => {
  if (position === 0) return "正在由工作人员为您服务。您的话由他们回复。";
  if (position === 1) return "已转人工，您排在第 1 位，马上就到您。";
  return position ? `已转人工，前面还有 ${position - 1} 位，请稍候。险情请直接拨打 110、119、120。` : "已转人工，请稍候。";
};

export class Person {
  #timer = null;

  /** @param {{ strip: Element, wrote: (message: { author: string, text: string }) => void }} does */
  constructor(conversation, { strip, wrote }) {
    Object.assign(this, { conversation, strip, wrote });
  }

  /** Look now and every few seconds until the bot has the conversation again. */
  listen() {
    if (this.#timer === null) this.#look();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.strip.hidden = true;
  }

  async #look() {
    this.#timer = setTimeout(() => this.#look(), LOOK_MS);
    try {
      const { messages, handover, position } = await this.conversation.heard();
      if (this.#timer === null) return;
      messages.forEach(this.wrote);
      if (!handover) { this.stop(); return; }
      if (this.strip.textContent !== words(position)) this.strip.textContent = words(position);
      this.strip.hidden = false;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem; // the line is down: the next look asks again
    }
  }
}
