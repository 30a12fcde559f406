// What the assistant says, as elements: answers with their sources, receipts, form progress.
import { el, withCalls } from "./dom.js";

const EMERGENCY = ["110", "119", "120", "122"];
const SLOT_NAMES = { matter: "事情", place: "地点", contact: "联系方式", name: "称呼", wanted: "要公开的信息", form: "提供方式", type: "类型", wish: "希望结果", town: "所在镇" };

export function highlighted(text, quote) {
  const at = quote ? text.indexOf(quote) : -1;
  if (at < 0 || quote.length === text.length) return [text];
  return [text.slice(0, at), el("mark", {}, quote), text.slice(at + quote.length)];
}

// A table row stands below its header, cells parted by tabs.
function row(text) {
  const [header, cells] = text.split("\n").map((line) => line.split("\t"));
  const filled = header.map((name, at) => [name, cells[at]]).filter(([, cell]) => cell);
  return el("dl", { class: "facts" }, ...filled.flatMap(([name, cell]) => [el("dt", {}, name), el("dd", {}, cell)]));
}

function words({ text, quote }) {
  const isRow = text?.includes("\t") && text.split("\n").length === 2;
  return el("blockquote", {}, ...(isRow ? [row(text)] : highlighted(text ?? quote, quote)));
}

export function source(citation) {
  const facts = [citation.section, citation.document_no, citation.date].filter(Boolean);
  return el("article", { class: "source" },
    words(citation),
    el("footer", {},
      el("a", { href: citation.url, target: "_blank", rel: "noopener" }, `《${citation.title}》`),
      ...facts.map((fact) => el("span", { class: "tag" }, fact)),
      citation.status && el("span", { class: citation.status === "现行有效" ? "tag tag--good" : "tag" }, citation.status),
    ));
}

export function mine(text) {
  return el("div", { class: "say say--me" }, el("div", { class: "say__text" }, text));
}

export function failed(text, { message, again }, retry) {
  return el("div", { class: "say say--me say--failed" },
    el("div", { class: "say__text" }, text),
    el("small", { role: "alert" }, message),
    again && el("div", { class: "quick" }, el("button", { type: "button", class: "button--plain", onclick: retry }, "重发")));
}

// The words of an answer repeat the quoted article for channels that have no cards; here the card shows it.
function spoken({ text, citations }) {
  const lines = text.split("\n");
  const quoted = (line) => citations.length > 0 && (line.startsWith("来源：") || line.startsWith("“"));
  const at = lines.findIndex(quoted);
  if (at < 0) return { before: text, after: "" };
  return { before: lines.slice(0, at).join("\n"), after: lines.slice(at).filter((line) => !quoted(line)).join("\n") };
}

export function said(reply, { alarm, choose }) {
  const { before, after } = spoken({ text: reply.text, citations: reply.citations ?? [] });
  const numbers = alarm ? EMERGENCY : ["12345"];
  const [first, ...others] = (reply.citations ?? []).map(source);
  return el("div", { class: alarm ? "say say--alarm" : "say", role: alarm ? "alert" : undefined },
    before && el("div", { class: "say__text" }, ...withCalls(before, numbers)),
    first,
    after && el("div", { class: "say__text say__after" }, ...withCalls(after, numbers)),
    others.length ? el("details", { class: "more" }, el("summary", {}, `另有 ${others.length} 处相关原文`), ...others) : null,
    reply.buttons?.length ? el("div", { class: "quick" }, ...reply.buttons.map((button) =>
      el("button", { type: "button", class: "button--quiet", onclick: () => choose(button.payload) }, button.title))) : null);
}

function calendarFile({ number, due }) {
  const day = due.slice(0, 10).replaceAll("-", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//jingde-12345//zh", "BEGIN:VEVENT", `UID:${number}@jingde-12345`,
    `DTSTAMP:${day}T000000Z`, `DTSTART;VALUE=DATE:${day}`, `SUMMARY:${number} 最晚答复日`, "END:VEVENT", "END:VCALENDAR"];
  return URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/calendar" }));
}

const MB = 1024 * 1024;

// Photos added right after filing, with the secret this page was just given.
function photos(filed) {
  const id = `photos-${filed.number}`;
  const says = el("p", { role: "status", class: "soft" });
  const field = el("input", { type: "file", id, multiple: true, accept: ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx", onchange: async () => {
    if (!field.files.length) return;
    const tooLarge = [...field.files].find((file) => file.size > 10 * MB);
    if (tooLarge) { says.textContent = `“${tooLarge.name}”超过 10 MB，请压缩或缩小后再添加。`; return; }
    const body = new FormData();
    for (const file of field.files) body.append("file", file);
    says.textContent = "正在添加…";
    field.disabled = true;
    const answer = await fetch(`/api/v1/${filed.kind}s/${filed.number}/attachments`, { method: "POST", body, headers: { "x-case-secret": filed.secret } }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    field.disabled = false;
    says.textContent = answer?.ok ? `已添加，共 ${told.attachments.length} 个附件。在“查进度”里可以打开。` : told?.error?.message ?? "没有添加成功：网络断开了，请检查后再选一次。";
    if (answer?.ok) field.value = "";
  } });
  return el("div", { class: "receipt__files" }, el("label", { for: id }, "补充照片或文件"), field, says);
}

// The proof of identity is given on a page of its own; the secret goes there in the body, never in an address.
function proof(filed) {
  const kept = Object.entries({ number: filed.number, secret: filed.secret }).map(([name, value]) => el("input", { type: "hidden", name, value }));
  return el("form", { method: "post", action: "/track" }, ...kept, el("button", {}, "填写身份证明"));
}

export function receipt(filed) {
  const kind = filed.kind === "ticket" ? "工单" : "公开申请";
  const copy = el("button", { type: "button", class: "button--plain", onclick: async () => {
    await navigator.clipboard.writeText(`${kind}编号 ${filed.number}，查询码 ${filed.secret}`);
    copy.textContent = "已复制";
  } }, "复制编号和查询码");
  return el("section", { class: "card receipt", "aria-label": "受理回执" },
    el("p", { class: "receipt__number" }, `${kind}已提交：${filed.number}`),
    el("dl", { class: "facts" },
      filed.secret && el("dt", {}, "查询码"), filed.secret && el("dd", {}, el("code", {}, filed.secret)),
      el("dt", {}, "承办单位"), el("dd", {}, filed.unit ?? "待坐席确认"),
      filed.type && el("dt", {}, "类型"), filed.type && el("dd", {}, filed.type),
      el("dt", {}, "最晚"), el("dd", {}, `${filed.due_words}答复`)),
    el("p", { class: "soft" }, "查询码只显示这一次，请保存好。凭编号和查询码可随时查进度、催办、补充或撤回。"),
    filed.kind === "disclosure" && filed.secret && proof(filed),
    filed.secret && photos(filed),
    el("div", { class: "row" }, copy,
      el("a", { class: "button button--plain", href: calendarFile(filed), download: `${filed.number}.ics` }, "加到日历"),
      el("a", { class: "button button--quiet", href: "/track" }, "查进度")));
}

export function progress(form, correct) {
  const name = (slot) => SLOT_NAMES[slot] ?? slot;
  const filled = Object.entries(form.slots).filter(([, value]) => value);
  return el("ul", { class: "chips", "aria-label": form.name.includes("disclosure") ? "公开申请填写进度" : "反映问题填写进度" },
    ...filled.map(([slot, value]) => el("li", {}, el("button", { type: "button", class: "chip", title: "点一下更正", onclick: () => correct(name(slot)) }, `✓ ${name(slot)}：${String(value).slice(0, 18)}`))),
    ...form.missing.map((slot) => el("li", { class: "chip chip--missing" }, `还缺 ${name(slot)}`)));
}
