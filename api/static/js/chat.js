// The citizen page: what is typed goes to the conversation, what comes back is shown as cards.
import { Conversation, Failed } from "./conversation.js";
import { failed, mine, progress, receipt, said } from "./cards.js";
import { el } from "./dom.js";
import { dictation, readingSwitch } from "./speech.js";

const find = (id) => document.getElementById(id);
const log = find("log");
const field = find("text");
const chips = find("progress");
const conversation = new Conversation();
const aloud = readingSwitch(find("read-aloud"));
const LISTEN_MS = 4000;
let busy = false;
let listening = null;

function show(...nodes) {
  log.append(...nodes);
}

function showForm(form) {
  chips.hidden = !form;
  chips.replaceChildren(...(form ? [progress(form, (name) => { field.value = `${name}改成`; field.focus(); })] : []));
}

function showReply(reply) {
  for (const one of reply.replies) show(said(one, { alarm: Boolean(reply.emergency), choose: send }));
  for (const filed of reply.filed) show(receipt(filed));
  showForm(reply.form);
  if (reply.handover) listen();
}

// While a person has the conversation, their words come in by themselves.
function listen() {
  listening ??= setInterval(async () => {
    const { messages, handover } = await conversation.heard();
    for (const { text } of messages) show(said({ text: `工作人员：${text}` }, { choose: send }));
    if (!handover) { clearInterval(listening); listening = null; }
  }, LISTEN_MS);
}

async function send(text, messageId) {
  if (busy || !text.trim()) return;
  busy = true;
  find("welcome").hidden = true;
  const words = mine(text);
  const typing = el("div", { class: "typing", role: "status", "aria-label": "正在回复" }, el("i"), el("i"), el("i"));
  show(words, typing);
  words.scrollIntoView({ block: "start" });
  try {
    const reply = await conversation.say(text, messageId);
    showReply(reply);
    words.scrollIntoView({ block: "start" });
    aloud(reply.replies.map((one) => one.text).join("。"));
  } catch (problem) {
    if (!(problem instanceof Failed)) throw problem;
    const again = failed(text, problem, () => { again.remove(); send(text, problem.messageId); });
    words.replaceWith(again);
  } finally {
    typing.remove();
    busy = false;
  }
}

function submit() {
  const text = field.value;
  if (busy || !text.trim()) return;
  field.value = "";
  send(text);
}

find("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
});
for (const button of document.querySelectorAll("[data-say]")) button.addEventListener("click", () => send(button.dataset.say));
find("export").addEventListener("click", () => {
  const link = el("a", { href: URL.createObjectURL(new Blob([conversation.transcript()], { type: "text/plain;charset=utf-8" })), download: "对话记录.txt" });
  link.click();
});
dictation(find("dictate"), field);

for (const { text, reply } of conversation.turns) { show(mine(text)); showReply(reply); }
[...log.querySelectorAll(".say--me")].at(-1)?.scrollIntoView({ block: "start" });
find("welcome").hidden = conversation.turns.length > 0;
