// The desk: keys to move through the list, documents to look up and insert, the reply checked while it is written.
import { keepFresh } from "./live.js";
import { debounced, lookup } from "./lookup.js";

const rows = () => [...document.querySelectorAll("[data-row]")];

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row === document.activeElement);
  const current = at >= 0 ? at : all.findIndex((row) => row.getAttribute("aria-current") === "true");
  all[Math.min(all.length - 1, Math.max(0, current + step))].focus();
}

const lookupField = document.getElementById("lookup-text");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/" && lookupField) { event.preventDefault(); lookupField.focus(); lookupField.select(); }
});

function insert(passage, reference) {
  const reply = document.querySelector("[data-reply]");
  if (!reply) return;
  reply.closest("details")?.setAttribute("open", "");
  const words = `根据${reference}：“${passage.text.trim().replaceAll("\t", " ")}”。`;
  reply.setRangeText(words, reply.selectionStart, reply.selectionEnd, "end");
  const basis = reply.form.elements.basis;
  if (basis && !basis.value) basis.value = reference;
  reply.focus();
  reply.dispatchEvent(new Event("input", { bubbles: true }));
}

if (lookupField) lookup(lookupField, document.getElementById("lookup-found"), { insert: document.querySelector("[data-reply]") ? insert : null });

for (const reply of document.querySelectorAll("[data-reply]")) {
  const place = document.createElement("div");
  place.setAttribute("aria-live", "polite");
  reply.after(place);
  const check = debounced(async () => {
    const answer = await fetch(`${reply.form.getAttribute("action").replace(/\/[^/]*$/, "")}/check`, { method: "POST", body: new URLSearchParams({ text: reply.value, told: String(Boolean(reply.form.elements.told?.checked)) }) }).catch(() => null);
    if (answer?.ok) place.innerHTML = await answer.text(); // from this server's own template, which escapes
  }, 500);
  reply.addEventListener("input", check);
  reply.form.elements.told?.addEventListener("change", check);
  if (reply.value) check();
}

keepFresh();
