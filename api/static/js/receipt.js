// What a citizen keeps after filing: number, secret, who answers by when, and where to look.
import { el } from "./dom.js";
import { asked } from "./line.js";

const MB = 1024 * 1024;

// The same UID as api's own calendar file, so that one entry moves and no second one appears.
function calendarFile({ number, due }) {
  const day = due.slice(0, 10).replaceAll("-", "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//jingde-12345//zh", "BEGIN:VEVENT", `UID:${number}@jingde-12345`,
    `DTSTAMP:${day}T000000Z`, `DTSTART;VALUE=DATE:${day}`, `SUMMARY:${number} 最晚答复日`, "END:VEVENT", "END:VCALENDAR", ""];
  return URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/calendar" }));
}

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
    try {
      const told = await asked(`/api/v1/${filed.kind}s/${filed.number}/attachments`, { method: "POST", body, headers: { "x-case-secret": filed.secret } });
      says.textContent = `已添加，共 ${told.attachments.length} 个附件。在“查进度”里可以打开。`;
      field.value = "";
    } catch (refused) {
      says.textContent = `没有添加成功：${refused.message}`;
    } finally {
      field.disabled = false;
    }
  } });
  return el("div", { class: "receipt__files" }, el("label", { for: id }, "补充照片或文件"), field, says);
}

// The secret goes to the other page in the body, never in an address.
function toTrack(filed, name, look) {
  if (!filed.secret) return el("a", { class: `button ${look}`, href: "/track" }, name);
  const kept = Object.entries({ number: filed.number, secret: filed.secret }).map(([field, value]) => el("input", { type: "hidden", name: field, value }));
  return el("form", { method: "post", action: "/track" }, ...kept, el("button", { class: look }, name));
}

function copying(kind, filed) {
  const copy = el("button", { type: "button", class: "button--plain", onclick: async () => {
    try {
      await navigator.clipboard.writeText(`${kind}编号 ${filed.number}，查询码 ${filed.secret}`);
      copy.textContent = "已复制";
    } catch {
      copy.textContent = "复制不了，请抄下来";
    }
  } }, "复制编号和查询码");
  return copy;
}

export function receipt(filed) {
  const kind = filed.kind === "ticket" ? "工单" : "公开申请";
  const rows = [
    ["查询码", filed.secret && el("code", {}, filed.secret)],
    ["承办单位", filed.unit ?? "待坐席确认"],
    ["类型", filed.type],
    ["最晚", filed.due_words && `${filed.due_words}答复`],
  ].filter(([, value]) => value);
  return el("section", { class: "card receipt", "aria-label": "受理回执" },
    el("p", { class: "receipt__number" }, `${kind}已提交：${filed.number}`),
    el("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("p", { class: "soft" }, filed.secret ? "请抄下或复制查询码：半小时后这里不再显示。凭编号和查询码可随时查进度、催办、补充或撤回。" : "查询码已不再显示。丢了请拨打 12345，由工作人员核对后帮您查。"),
    filed.kind === "disclosure" && filed.secret && toTrack(filed, "填写身份证明", ""),
    filed.secret && photos(filed),
    el("div", { class: "row" }, filed.secret && copying(kind, filed),
      filed.due && el("a", { class: "button button--plain", href: calendarFile(filed), download: `${filed.number}.ics` }, "加到日历"),
      toTrack(filed, "查进度", "button--quiet")));
}

/** *reply* without the lines that its receipts show. */
export function withoutReceipts(reply, receipts) {
  const shown = receipts.flatMap((filed) => [filed.number, filed.due_words]).filter(Boolean);
  const lines = reply.text.split("\n").filter((line) => !shown.some((words) => line.includes(words)));
  return { ...reply, text: lines.join("\n") };
}
