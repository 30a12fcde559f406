// The desk: keys to move through the list, a reply written with documents and earlier replies at hand, all kept fresh.
import { el } from "./dom.js";
import { keepDrafts } from "./draft.js";
import { editor, insert } from "./editor.js";
import { keepFresh } from "./live.js";
import { ask, lookup } from "./lookup.js";

const SNIPPET = 400; // characters of an earlier reply shown and put in

const rows = () => [...document.querySelectorAll("[data-row]")];

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row === document.activeElement);
  const current = at >= 0 ? at : all.findIndex((row) => row.getAttribute("aria-current") === "true");
  all[Math.min(all.length - 1, Math.max(0, current + step))].focus();
}

const reply = document.querySelector("[data-reply]");
const lookupField = document.getElementById("lookup-text");
const searchField = lookupField ?? document.getElementById("f-words");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/" && searchField) { event.preventDefault(); searchField.focus(); searchField.select(); }
});

const page = document.querySelector("[data-case]");
if (page) keepDrafts(page);
document.querySelectorAll("[data-reply]").forEach(editor);

function cite(passage, reference) {
  insert(reply, `根据${reference}：“${passage.text.trim().replaceAll("\t", " ")}”。`);
  const basis = reply.form.elements.basis;
  if (basis && !basis.value) { basis.value = reference; basis.dispatchEvent(new Event("input")); }
}

if (lookupField) lookup(lookupField, document.getElementById("lookup-found"), { insert: reply ? cite : null });

function earlier(ticket) {
  const words = ticket.reply.length > SNIPPET ? `${ticket.reply.slice(0, SNIPPET)}…` : ticket.reply;
  return el("article", { class: "source source--brief" },
    el("p", {}, el("a", { href: ticket.url }, ticket.matter.slice(0, 80)), " ", el("span", { class: "tag" }, ticket.state)),
    words && el("blockquote", {}, words),
    words && reply && el("button", { type: "button", class: "button--quiet button--small", onclick: () => insert(reply, ticket.reply.slice(0, SNIPPET)) }, "借用这段答复"));
}

async function showSimilar(similar) {
  const answer = await ask(`/api/v1/similar?${new URLSearchParams({ q: similar.dataset.similar, k: "4" })}`);
  const others = (answer.tickets ?? []).filter((ticket) => ticket.number !== page.dataset.case).slice(0, 3);
  similar.hidden = !others.length;
  similar.querySelector("#similar-found").replaceChildren(...others.map(earlier));
}

document.querySelectorAll("[data-similar]").forEach(showSimilar);

keepFresh((numbers) => {
  if (page && numbers?.includes(page.dataset.case)) document.getElementById("changed").hidden = false;
});
