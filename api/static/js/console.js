// The search console: documents and earlier tickets while one types, moved through and put into the reply by keys.
import { el } from "./dom.js";
import { citation, passageCard, reference, refusal, ticketCard } from "./hits.js";
import { ask, debounced } from "./lookup.js";

const WAIT_MS = 150;
const SHOWN = 5, BESIDE = 2; // passages of an answer, and of a refusal
const LEAST = 4; // characters before earlier tickets are looked for
const find = (id) => document.getElementById(id);
const field = find("lookup-text"), filters = find("filters"), status = find("lookup-status"), told = find("lookup-told");
const lists = { passages: find("hits"), tickets: find("similar") };
const deeds = new WeakMap(); // option → what the c key does with it
let before = null; // where the agent was when the search was called

const options = () => [...document.querySelectorAll("#lookup-found [role=option]")];
const say = (words) => { told.textContent = words; };

function choose(option) {
  for (const each of options()) { each.setAttribute("aria-selected", String(each === option)); each.tabIndex = each === option ? 0 : -1; }
  option.focus();
}

function fill(list, cards) {
  list.replaceChildren(...cards);
  const ids = cards.map((card) => card.querySelector("[role=option]").id);
  list.previousElementSibling.setAttribute("aria-owns", ids.join(" "));
  list.closest("section").hidden = !cards.length;
}

// ---- putting words into the reply ----------------------------------------------------------------------------------

async function copy(words, option, source) {
  try {
    await navigator.clipboard.writeText(words);
    say(`已复制：${source}`);
  } catch {
    getSelection().selectAllChildren(option);
    say("浏览器不让写剪贴板：原文已选中，请按 Ctrl+C。");
  }
}

function insert(words, option, source) {
  const reply = document.querySelector("[data-reply]");
  if (!reply) { copy(words, option, source); return; }
  reply.closest("details")?.setAttribute("open", "");
  const gap = reply.value && !reply.value.slice(0, reply.selectionStart).endsWith("\n") ? "\n" : "";
  reply.setRangeText(gap + words, reply.selectionStart, reply.selectionEnd, "end");
  reply.dispatchEvent(new Event("input", { bubbles: true }));
  say(`已引用到答复：${source}`);
}

// ---- results -------------------------------------------------------------------------------------------------------

function place(card, words, source, refused) {
  const option = card.querySelector("[role=option]");
  deeds.set(option, () => (refused ? say(refused) : insert(words, option, source)));
  return card;
}

function passages(answer, query) {
  const found = answer.passages.slice(0, answer.answerable ? SHOWN : BESIDE);
  find("lookup-notice").replaceChildren(...(answer.answerable ? [] : [refusal(answer)]));
  const [documents, past] = [lists.passages, lists.tickets].map((list) => list.closest("section"));
  if (answer.answerable) documents.after(past); else past.after(documents); // without an answer the earlier tickets help more
  fill(lists.passages, found.map((passage, rank) => {
    const words = citation(passage), source = reference(passage), id = `hit-${rank}`;
    const refused = !answer.answerable ? "文件里没有答案，不能引用到答复。" : passage.internal ? "内部资料不对群众引用，请引用它注明的出处。" : "";
    const can = !refused && { insert: () => insert(words, find(id), source) };
    const card = passageCard(answer.answerable ? passage : { ...passage, key: "" }, { id, query, note: rank === 0 && answer.note, copy: passage.internal ? null : () => copy(words, find(id), source), ...can });
    return place(card, words, source, refused);
  }));
  return answer.answerable ? `找到 ${found.length} 条` : `文件里没有答案，${found.length ? `列出 ${found.length} 条相近的` : "也没有相近的原文"}`;
}

function tickets(answer, query) {
  fill(lists.tickets, answer.tickets.map((ticket, rank) => {
    const id = `ticket-${rank}`, source = `工单 ${ticket.number} 的答复`, words = ticket.reply;
    const can = words && { insert: () => insert(words, find(id), source), copy: () => copy(words, find(id), source) };
    return place(ticketCard(ticket, { id, query, ...can }), words, source, words ? "" : "这件工单还没有答复。");
  }));
  return answer.tickets.length ? `，类似工单 ${answer.tickets.length} 件` : "";
}

function clear(words = "") {
  find("lookup-notice").replaceChildren();
  for (const list of Object.values(lists)) fill(list, []);
  find("lookup-empty").hidden = Boolean(words || field.value.trim());
  status.textContent = words;
}

let asked = "";
async function show() {
  const query = field.value.trim();
  const given = Object.fromEntries([...new FormData(find("filters-form"))].filter(([, value]) => value));
  const words = JSON.stringify([query, given]);
  if (words === asked) return;
  asked = words;
  if (!query) { clear(); return; }
  const [answer, past] = await Promise.all([
    ask(`/api/v1/search?${new URLSearchParams({ q: query, k: SHOWN, scope: "agent", ...given })}`),
    query.length < LEAST ? { tickets: [] } : ask(`/api/v1/similar?${new URLSearchParams({ q: query })}`)]);
  if (asked !== words) return; // an answer to what is no longer asked
  if (answer.problem) { asked = ""; clear(answer.problem); return; }
  find("lookup-empty").hidden = true;
  say("");
  status.textContent = `${passages(answer, query)}${tickets({ tickets: past.tickets ?? [] }, query)}。`;
  const [first] = options();
  if (first) first.tabIndex = 0;
}
const soon = debounced(show, WAIT_MS);

// ---- filters -------------------------------------------------------------------------------------------------------

async function offer() {
  if (!filters.open || filters.dataset.filled) return;
  const known = await ask("/api/v1/search/filters?scope=agent");
  if (known.problem) { say(known.problem); return; }
  filters.dataset.filled = "true";
  for (const [name, values] of [["issuer", known.issuers], ["kind", known.kinds]]) {
    filters.querySelector(`[name=${name}]`).append(...values.map((value) => el("option", {}, value)));
  }
}

function count() {
  const used = [...filters.querySelectorAll("select, input")].filter((each) => each.value).length;
  find("filters-used").textContent = used ? `（${used} 项）` : "";
}

// ---- keys ----------------------------------------------------------------------------------------------------------

function search() {
  if (!field.closest("section").contains(document.activeElement)) before = document.activeElement;
  field.focus();
  field.select();
}

function back() {
  if (before?.isConnected && before !== document.body) before.focus();
  else field.blur();
}

function inList(event, option) {
  const all = options(), at = all.indexOf(option);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { if (at + step < 0) field.focus(); else choose(all[Math.min(all.length - 1, at + step)]); }
  else if (event.key === "Home") choose(all[0]);
  else if (event.key === "End") choose(all.at(-1));
  else if (event.key === "Enter") option.parentElement.querySelector("[data-open]").click();
  else if (event.key === "c" || event.key === "C") deeds.get(option)();
  else if (event.key === "Escape") field.focus();
  else return;
  event.preventDefault();
}

function pressed(event) {
  if (event.isComposing || event.metaKey || event.ctrlKey) return; // an input method takes its own keys
  if (event.altKey) { if (event.code === "KeyK") { event.preventDefault(); search(); } return; }
  const option = event.target.closest?.("#lookup-found [role=option]");
  if (option) { if (event.key === "/") { event.preventDefault(); search(); } else inList(event, option); return; }
  if (event.target === field) {
    if (event.key === "ArrowDown" && options().length) { event.preventDefault(); choose(options()[0]); }
    else if (event.key === "Enter") { event.preventDefault(); show(); } // the field stands in the form of the intake
    else if (event.key === "Escape") { event.preventDefault(); back(); }
  } else if (event.key === "/" && !event.target.closest?.("input, textarea, select")) { event.preventDefault(); search(); }
}

export function searchConsole(followed) {
  let own = false; // once the agent asks for something else, the search no longer follows the call
  field.addEventListener("input", () => { own = Boolean(field.value); soon(); });
  followed.addEventListener("input", () => { if (!own) { field.value = followed.value.slice(0, 200); soon(); } });
  if (!field.value) field.value = followed.value.slice(0, 200);
  filters.addEventListener("toggle", offer);
  filters.addEventListener("input", () => { count(); soon(); });
  find("filters-clear").addEventListener("click", () => {
    for (const each of filters.querySelectorAll("select, input")) each.value = "";
    count();
    show();
  });
  find("lookup-found").addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && getSelection().isCollapsed) choose(option);
  });
  document.addEventListener("keydown", pressed);
  clear();
  show();
}
