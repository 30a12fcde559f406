// Looking up the published documents while typing; a found passage can be put into a reply with its source.
import { el } from "./dom.js";
import { highlighted } from "./cards.js";

const WAIT_MS = 250;

export function debounced(work, wait = WAIT_MS) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
}

export async function ask(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer) return { problem: "网络断开了，请检查网络。" };
  const body = await answer.json().catch(() => ({}));
  return answer.ok ? body : { problem: body.error?.message ?? "服务暂时不可用，请稍后再试。" };
}

function reference(passage) {
  return `《${passage.title}》${passage.document_no ? `（${passage.document_no}）` : ""}${passage.section ? ` ${passage.section}` : ""}`;
}

function found(passage, quote, insert) {
  return el("article", { class: "source source--brief" },
    el("blockquote", {}, ...highlighted(passage.text, quote)),
    el("footer", {},
      el("a", { href: passage.url, target: "_blank", rel: "noopener" }, reference(passage)),
      el("span", { class: "tag" }, passage.status),
      insert && el("button", { type: "button", class: "button--quiet button--small", onclick: () => insert(passage, reference(passage)) }, "引用到答复")));
}

export function lookup(field, place, { insert } = {}) {
  let asked = "";
  const show = async () => {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    if (!words) { place.replaceChildren(); return; }
    const answer = await ask(`/api/v1/search?${new URLSearchParams({ q: words, k: "5", scope: field.dataset.lookup })}`);
    if (asked !== words) return;
    if (answer.problem) { place.replaceChildren(el("p", { class: "soft" }, answer.problem)); return; }
    const note = answer.answerable ? null : el("p", { class: "notice notice--warn" }, "已公开的文件里没有直接的答案，下面是相近的内容，请勿作为答复依据。");
    place.replaceChildren(...[note, answer.note && el("p", { class: "notice notice--warn" }, answer.note),
      ...answer.passages.slice(0, answer.answerable ? undefined : 2).map((passage, rank) => found(passage, rank === 0 ? answer.quote : null, insert))].filter(Boolean));
  };
  const soon = debounced(show);
  field.addEventListener("input", soon);
  if (field.dataset.follows) {
    const followed = document.getElementById(field.dataset.follows);
    let own = false;
    field.addEventListener("input", () => { own = Boolean(field.value); });
    followed.addEventListener("input", () => { if (!own) { field.value = followed.value.slice(0, 200); soon(); } });
  }
  if (field.value) show();
}
