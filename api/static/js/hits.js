// What the search console shows: passages and earlier tickets as options of a list, each with its buttons beside it.
import { el } from "./dom.js";

const SHORTEST = 2; // characters of the query that must stand together to be marked

export function reference(passage) {
  return `《${passage.title}》${passage.document_no ? `（${passage.document_no}）` : ""}${passage.section ? ` ${passage.section}` : ""}`;
}

// A table row stands below its header, cells parted by tabs.
function cells(passage) {
  const [header, row] = passage.text.split("\n").map((line) => line.split("\t"));
  return header.map((name, at) => [name, row[at]]).filter(([, cell]) => cell);
}

const isRow = ({ text }) => text.includes("\t") && text.split("\n").length === 2;

export function citation(passage) {
  const named = passage.section.split(" · ").at(-1); // an article begins with its own number, which the reference gives
  const plain = passage.quote.trim();
  const words = isRow(passage) ? cells(passage).map(([name, cell]) => `${name}：${cell}`).join("；")
    : (named && plain.startsWith(named) ? plain.slice(named.length).trim() : plain);
  return `根据${reference(passage)}：“${words}”。`.replace("。”。", "。”");
}

// The parts of *text* that stand in the query too, as emphasis.
function said(text, query) {
  const asked = query.toLowerCase(), plain = text.toLowerCase(), parts = [];
  let from = 0, at = 0;
  while (at < text.length) {
    let size = 0;
    while (at + size < text.length && /[\p{L}\p{N}]/u.test(plain[at + size]) && asked.includes(plain.slice(at, at + size + 1))) size += 1;
    if (size >= SHORTEST) {
      parts.push(text.slice(from, at), el("b", { class: "said" }, text.slice(at, at + size)));
      from = at + size;
    }
    at += Math.max(size, 1);
  }
  return [...parts, text.slice(from)].filter((part) => part !== "");
}

function quoted({ quote, key }, query) {
  const at = key && key.length < quote.length ? quote.indexOf(key) : -1;
  if (at < 0) return said(quote, query);
  return [...said(quote.slice(0, at), query), el("mark", {}, ...said(key, query)), ...said(quote.slice(at + key.length), query)];
}

function table(passage, query) {
  return el("dl", { class: "facts hit__row" }, ...cells(passage).flatMap(([name, cell]) =>
    [el("dt", {}, name), el("dd", {}, ...said(cell, query))]));
}

const facts = (...words) => el("p", { class: "hit__facts" },
  ...words.filter(Boolean).map((each) => (typeof each === "string" ? el("span", {}, each) : each)));
const tag = (words, tone) => words && el("span", { class: tone ? `tag tag--${tone}` : "tag" }, words);

function card(id, label, option, buttons) {
  return el("article", { class: "hit" },
    el("div", { role: "option", id, tabindex: "-1", "aria-selected": "false", "aria-label": label, class: "hit__option" }, ...option),
    el("div", { class: "hit__deeds" }, ...buttons));
}

function button(words, deed) {
  return deed && el("button", { type: "button", class: "button--quiet button--small", tabindex: "-1", onclick: deed }, words);
}

function opening(url) {
  return el("a", { class: "button button--plain button--small", href: url, target: "_blank", rel: "noopener", tabindex: "-1", "data-open": true }, "打开");
}

export function passageCard(passage, { id, query, note, insert, copy }) {
  return card(id, `${reference(passage)}。${passage.status}。${passage.quote}`, [
    el("h3", { class: "hit__title" }, passage.title),
    passage.section && el("p", { class: "hit__path" }, passage.section),
    facts(passage.internal && tag("内部", "warn"), tag(passage.status, passage.status === "现行有效" ? "good" : ""), passage.document_no, passage.issuer, passage.date),
    isRow(passage) ? table(passage, query) : el("blockquote", { class: "hit__quote" }, ...quoted(passage, query)),
    note && el("p", { class: "notice notice--warn" }, note),
  ], [button("引用到答复", insert), button("复制", copy), opening(passage.url)]);
}

export function ticketCard(ticket, { id, query, insert, copy }) {
  const day = ticket.received.slice(0, 10);
  return card(id, `工单 ${ticket.number}，${ticket.type}，${ticket.unit || "未定单位"}，${ticket.state}。${ticket.matter}${ticket.reply ? `。答复：${ticket.reply}` : ""}`, [
    facts(tag(ticket.type, "accent"), tag(ticket.state), el("b", {}, ticket.unit || "未定单位"), day, el("span", { class: "figure" }, ticket.number)),
    el("p", { class: "hit__matter" }, ...said(ticket.matter, query)),
    ticket.reply ? el("blockquote", { class: "hit__quote" }, el("b", {}, "答复："), ticket.reply) : el("p", { class: "soft" }, "还没有答复。"),
  ], [button("引用到答复", insert), button("复制", copy), opening(ticket.url)]);
}

export function refusal({ topic }) {
  const unit = topic?.unit ? el("b", {}, topic.unit) : null;
  return el("div", { class: "notice notice--warn", "data-refusal": true },
    el("p", {}, el("b", {}, "文件里没有答案")),
    topic && el("p", {}, `问的像是“${topic.topic}”`, unit ? "，归" : "，不是本县部门的事", unit, "。"),
    el("p", {}, unit ? "可登记为咨询工单转给这个单位。下面只是相近的原文，不能当作答复。" : "下面只是相近的原文，不能当作答复。"));
}
