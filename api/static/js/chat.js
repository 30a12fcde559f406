// The citizen page: its parts, and what each tells the others.
import { Conversation } from "./conversation.js";
import { Exchange } from "./exchange.js";
import { Files } from "./files.js";
import { progress } from "./form.js";
import { hosted } from "./frame.js";
import { keys } from "./keys.js";
import { Refused } from "./line.js";
import { Log, wordsOf } from "./log.js";
import { Person } from "./person.js";
import { dictation, readingSwitch, silence } from "./speech.js";
import { download } from "./transcript.js";

const find = (id) => document.getElementById(id);
const field = find("text");
const conversation = new Conversation();
const aloud = readingSwitch(find("read-aloud"));
let turns = []; // as the server keeps them, oldest first

const frame = hosted(document.body.dataset.sites.split(" "), () => field.focus());
const log = new Log({ log: find("log"), news: find("news") }, { say, correct, vote: (id, helpful) => conversation.vote(id, helpful) });
const files = new Files(conversation, Conversation.channel, { place: find("tray"), says: find("tray-says") });
const person = new Person(conversation, { strip: find("person"), wrote: personWrote });
const exchange = new Exchange(conversation, log, { answered, returned: (text) => { field.value = text; grow(); field.focus(); } });

function say(text) {
  silence();
  find("welcome").hidden = true;
  exchange.say(conversation.note(text)).scrollIntoView({ block: "start" });
}

function correct(name) {
  field.value = `${name}改成`;
  field.focus();
}

function answered(reply, bubble, id) {
  const text = bubble.querySelector(".say__text").textContent;
  turns.push({ author: "citizen", text, message_id: id, reply });
  log.reply(reply, id, { fresh: true });
  bubble.scrollIntoView({ block: "start" });
  stand(reply);
  if (reply.filed.length) files.clear();
  aloud(wordsOf(reply));
  frame.answered();
}

function personWrote(message) {
  turns.push(message);
  log.person(message, { fresh: true });
  aloud(message.text);
  frame.answered();
}

// Where the conversation stands after its last answer: the form, and who has it.
function stand({ form, handover }) {
  const shown = Boolean(form?.missing.length); // a whole form is read back as a card
  find("progress").hidden = !shown;
  find("progress").replaceChildren(...(shown ? [progress(form, { correct, say })] : []));
  if (handover) person.listen();
}

function show(turn) {
  if (turn.author !== "citizen") { log.person(turn, { fresh: false }); return; }
  log.mine(turn.text);
  if (turn.reply) log.reply(turn.reply, turn.message_id, { fresh: false });
}

// After a reload: what was said, then what was not answered yet.
async function resume() {
  const pending = conversation.pending;
  try {
    turns = await conversation.history();
    await files.look();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    if (problem.status === 404) conversation.leave();
    else log.announce(problem.message);
  }
  const answers = turns.map((turn) => turn.message_id);
  turns.forEach(show);
  for (const message of pending) {
    if (answers.includes(message.id)) conversation.settle(message);
    else exchange.say(message);
  }
  const last = turns.findLast((turn) => turn.reply);
  if (last) stand(last.reply);
  find("welcome").hidden = turns.length + pending.length > 0;
  [...find("log").querySelectorAll(".say--me")].at(-1)?.scrollIntoView({ block: "start" });
}

function startAnew() {
  person.stop();
  silence();
  turns = [];
  log.clear();
  files.clear();
  stand({});
  find("welcome").hidden = false;
  field.focus();
}

function submit() {
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  grow();
  say(text);
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function online() {
  find("offline").hidden = navigator.onLine;
}

find("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
field.addEventListener("input", grow);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) { event.preventDefault(); submit(); }
});
field.addEventListener("paste", (event) => {
  if (event.clipboardData.files.length) { event.preventDefault(); files.add(event.clipboardData.files); }
});
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
document.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) files.add(event.dataTransfer.files); });
find("attach").addEventListener("click", () => find("file").click());
find("file").addEventListener("change", ({ target }) => { files.add(target.files); target.value = ""; });
for (const button of document.querySelectorAll("[data-say]")) button.addEventListener("click", (event) => { event.preventDefault(); say(button.dataset.say); });
for (const button of document.querySelectorAll("[data-dialog]")) button.addEventListener("click", () => find(button.dataset.dialog).showModal());
find("download").addEventListener("click", () => download(turns));
find("print").addEventListener("click", () => { find("save").close(); print(); });
find("leave").addEventListener("click", () => { conversation.leave(); startAnew(); });
find("erase").addEventListener("click", async () => {
  try { await conversation.erase(); startAnew(); } catch (problem) { find("erase-says").textContent = problem.message; find("new").showModal(); }
});
for (const kind of ["online", "offline"]) addEventListener(kind, online);
keys({ field, help: () => find("help").showModal(), escape: () => { silence(); frame.close(); }, again: () => { field.value = turns.findLast((turn) => turn.author === "citizen")?.text ?? ""; } });
dictation(find("dictate"), field);
for (const id of ["tools", "attach"]) find(id).hidden = false;
online();
resume();
