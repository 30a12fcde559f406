// The conversation on paper: a text file without secrets, or the page itself printed.
import { el } from "./dom.js";

const HIDDEN = "••••（查询码不写进文件）";

const answer = ({ reply }) => (reply?.replies ?? []).map((one) => `助手：${one.text}`);
const WHO = { citizen: "我", staff: "工作人员", system: "提示" };
const words = (turn) => [`${WHO[turn.author]}：${turn.text}`, ...answer(turn)];

/** The turns as plain text, every secret given in them hidden. */
export function transcript(turns, at = new Date()) {
  const secrets = turns.flatMap((turn) => turn.reply?.filed ?? []).map((filed) => filed.secret).filter(Boolean);
  const text = [`旌德县12345热线助手 对话记录（${at.toLocaleString("zh-CN")} 保存）`, ...turns.map((turn) => words(turn).join("\n"))].join("\n\n");
  return secrets.reduce((kept, secret) => kept.replaceAll(secret, HIDDEN), text);
}

export function download(turns) {
  const url = URL.createObjectURL(new Blob([transcript(turns)], { type: "text/plain;charset=utf-8" }));
  el("a", { href: url, download: "对话记录.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(url));
}
