// One message after the other: each is said until it is answered, and its bubble tells what it waits for.
import { action, el } from "./dom.js";
import { Refused } from "./line.js";

export class Exchange {
  #last = Promise.resolve();

  /** @param {{ answered: (reply: object, bubble: Element, id: string) => void, returned: (text: string) => void }} does */
  constructor(conversation, log, { answered, returned }) {
    Object.assign(this, { conversation, log, answered, returned });
  }

  /** Say *message* when those before it are answered; resolves then, whatever came of it. */
  say(message) {
    const bubble = this.log.mine(message.text);
    this.#last = this.#last.then(() => this.#say(message, bubble));
    return bubble;
  }

  async #say(message, bubble) {
    const typing = this.log.typing();
    const given = new AbortController();
    const hurry = new EventTarget();
    const note = el("div", { class: "say__wait" });
    const waiting = (seconds, reason) => {
      note.replaceChildren(el("small", {}, `${reason}没有送到，${seconds} 秒后自动重发。`),
        action("现在重发", () => hurry.dispatchEvent(new Event("now")), "button--text"),
        action("不发了", () => given.abort(), "button--text"));
      bubble.append(note);
      note.scrollIntoView({ block: "center" });
      this.log.announce(`${reason}您的话还在，稍后自动重发。`);
    };
    try {
      const reply = await this.conversation.say(message, { signal: given.signal, hurry, waiting });
      note.remove();
      typing.remove();
      this.answered(reply, bubble, message.id);
    } catch (problem) {
      typing.remove();
      note.remove();
      this.#failed(message, bubble, problem);
    }
  }

  #failed(message, bubble, problem) {
    if (problem.name === "AbortError") {
      bubble.remove();
      this.returned(message.text);
      return;
    }
    if (!(problem instanceof Refused)) throw problem;
    bubble.classList.add("say--failed");
    bubble.append(el("small", {}, problem.message), action("改一改再发", () => { bubble.remove(); this.returned(message.text); }, "button--text"));
    this.log.announce(problem.message);
  }
}
