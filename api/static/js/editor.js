// The reply editor: what the linter finds is marked in the text itself and listed below, sentence by sentence.
import { el } from "./dom.js";
import { debounced } from "./lookup.js";

const WAIT_MS = 500;

// Positions from the server count characters, the browser's count UTF-16 units.
const units = (characters, position) => characters.slice(0, position).join("").length;

function marked(text, findings) {
  const characters = [...text];
  const spans = findings.filter((each) => each.end > each.start).sort((one, other) => one.start - other.start);
  const pieces = [];
  let at = 0;
  for (const { start, end, level } of spans) {
    if (start < at) continue; // the sentence is marked already; what blocks comes first in the list
    pieces.push(characters.slice(at, start).join(""), el("mark", { class: `mark--${level}` }, characters.slice(start, end).join("")));
    at = end;
  }
  return [...pieces, `${characters.slice(at).join("")}\n`];
}

export function editor(reply) {
  const backdrop = el("div", { class: "editor__marks", "aria-hidden": "true" });
  const list = el("div", { "aria-live": "polite", class: "editor__findings" });
  const frame = el("div", { class: "editor" });
  reply.before(frame);
  frame.append(backdrop, reply);
  frame.after(list);
  const told = reply.form.elements.told;
  const scrolled = () => { backdrop.scrollTop = reply.scrollTop; };

  const show = (found) => {
    const findings = [...found.querySelectorAll("[data-start]")].map((node) => ({ start: Number(node.dataset.start), end: Number(node.dataset.end), level: node.dataset.level }));
    backdrop.replaceChildren(...marked(reply.value, findings));
    scrolled();
  };
  let asked = 0;
  const check = debounced(async () => {
    const turn = (asked += 1);
    const text = reply.value;
    const address = `${reply.form.getAttribute("action").replace(/\/[^/]*$/, "")}/check`;
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ text, told: String(Boolean(told?.checked)) }) }).catch(() => null);
    if (!answer?.ok || turn !== asked || text !== reply.value) return;
    list.innerHTML = await answer.text(); // from this server's own template, which escapes
    show(list);
  }, WAIT_MS);

  reply.addEventListener("input", () => { backdrop.replaceChildren(); check(); });
  reply.addEventListener("scroll", scrolled);
  told?.addEventListener("change", check);
  list.addEventListener("click", (event) => {
    const found = event.target.closest("[data-goto]")?.closest("[data-start]");
    if (!found) return;
    const characters = [...reply.value];
    reply.focus();
    reply.setSelectionRange(units(characters, Number(found.dataset.start)), units(characters, Number(found.dataset.end)));
  });
  if (reply.value) check();
}

export function insert(reply, words) {
  reply.closest("details")?.setAttribute("open", "");
  reply.setRangeText(words, reply.selectionStart, reply.selectionEnd, "end");
  reply.focus();
  reply.dispatchEvent(new Event("input", { bubbles: true }));
}
