// What the assistant says, as elements: the answering words first, then the article they stand in, then what to do next.
import { action, el, withCalls } from "./dom.js";

const EMERGENCY = ["110", "119", "120", "122"];
const SHORTEST_MARK = 4; // characters, as in api/templating.py
const LONGEST_MARK = 600; // as in api/documents.py

export function highlighted(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  if (at < 0 || quote.length === text.length) return [text];
  return [text.slice(0, at), el("mark", {}, quote), text.slice(at + quote.length)];
}

const isRow = (text) => text.includes("\t") && text.split("\n").length === 2;

// A table row stands below its header, cells parted by tabs.
function row(text) {
  const [header, cells] = text.split("\n").map((line) => line.split("\t"));
  const filled = header.map((name, at) => [name, cells[at]]).filter(([, cell]) => cell);
  return el("dl", { class: "facts" }, ...filled.flatMap(([name, cell]) => [el("dt", {}, name), el("dd", {}, cell)]));
}

/** The words of a citation that answer: one sentence of it where that is known. */
const answering = ({ key, quote }) => key || quote;

/** The page of the document, with these words marked there. */
export function place(citation) {
  const words = answering(citation);
  if (!words || words.length < SHORTEST_MARK || words.includes("\t")) return citation.url;
  const [page, anchor] = citation.url.split("#");
  return `${page}?${new URLSearchParams({ mark: words.slice(0, LONGEST_MARK) })}${anchor ? `#${anchor}` : ""}`;
}

export function source(citation) {
  const text = citation.text ?? citation.quote;
  const facts = [citation.section, citation.document_no, citation.date].filter(Boolean);
  return el("article", { class: "source" },
    el("blockquote", {}, ...(isRow(text) ? [row(text)] : highlighted(text, answering(citation)))),
    el("footer", {},
      el("a", { href: place(citation), target: "_blank", rel: "noopener" }, `《${citation.title}》`),
      ...facts.map((fact) => el("span", { class: "tag" }, fact)),
      citation.status && el("span", { class: citation.status === "现行有效" ? "tag tag--good" : "tag" }, citation.status),
    ));
}

export const mine = (text) => el("div", { class: "say say--me" }, el("div", { class: "say__text" }, text));

export const person = (text) => el("div", { class: "say say--person" }, el("small", {}, "工作人员"), el("div", { class: "say__text" }, text));

/** Who answers from here on. */
export const note = (text) => el("p", { class: "say__note" }, text);

// The words repeat the source and what is quoted for channels without cards. Here the card shows both, below what answers.
function spoken({ text, citations }) {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith("“"));
  const to = lines.findIndex((line) => line.startsWith("来源："));
  if (!citations.length || from < 0 || to < from) return { before: lines, after: [] };
  const key = answering(citations[0]);
  const apart = key && key !== citations[0].text && !key.includes("\t");
  return { before: [...lines.slice(0, from), ...(apart ? [`“${key.trim().replace(/[；，、]$/, "")}”`] : [])], after: lines.slice(to + 1) };
}

const isKey = (line) => line.startsWith("“") && line.endsWith("”");

function lines(words, numbers) {
  const parts = words.map((line) => (isKey(line) ? el("strong", {}, ...withCalls(line, numbers)) : el("span", {}, ...withCalls(line, numbers))));
  return parts.flatMap((part, at) => (at ? ["\n", part] : [part]));
}

/** The whole draft read back before it is filed, a row to each thing said. */
function summary(text, correct) {
  const [title, ...rows] = text.split("\n");
  return el("section", { class: "card summary", "aria-label": "请核对" },
    el("h2", {}, title.replace(/：$/, "")),
    el("dl", { class: "facts" }, ...rows.flatMap((line) => {
      const [, name, value] = line.match(/^(.+?)：(.*)$/) ?? [null, "", line];
      return [el("dt", {}, name), el("dd", {}, value, name && el("button", { type: "button", class: "button--text", "aria-label": `修改${name}`, onclick: () => correct(name) }, "修改"))];
    })));
}

export const isSummary = (text) => /^请核对：\n/.test(text);

/** The number first, to tap; then what to do. */
export const call = (number) => el("a", { class: "button button--alarm", href: `tel:${number}` }, `拨打 ${number}`);

export function said(reply, { alarm, choose, correct }) {
  const citations = reply.citations ?? [];
  const numbers = alarm ? EMERGENCY : ["12345"];
  const { before, after } = isSummary(reply.text) ? { before: [], after: [] } : spoken({ text: reply.text, citations });
  const [first, ...others] = citations.map(source);
  const text = (part) => (part.join("").trim() ? el("div", { class: "say__text" }, ...lines(part, numbers)) : null);
  return el("div", { class: alarm ? "say say--alarm" : "say" },
    alarm && call(alarm),
    text(before),
    isSummary(reply.text) && summary(reply.text, correct),
    first,
    text(after),
    others.length > 0 && el("details", { class: "more" }, el("summary", {}, `另有 ${others.length} 处相关原文`), ...others),
    reply.buttons?.length > 0 && quick(reply.buttons, { choose, stays: citations.length > 0 }));
}

/** Buttons that say something; gone once used or passed by, unless they belong to an answer that stays. */
export function quick(buttons, { choose, stays }) {
  return el("div", { class: stays ? "quick" : "quick quick--once", role: "group", "aria-label": "可以点选的回答" },
    ...buttons.map((button) => action(button.title, () => choose(button.payload), "button--quiet")));
}
