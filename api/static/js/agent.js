// The hotline console: the routing proposal and the documents follow what is typed; everything by keyboard.
import { searchConsole } from "./console.js";
import { el } from "./dom.js";
import { keepFresh } from "./live.js";
import { ask, debounced } from "./lookup.js";

const find = (id) => document.getElementById(id);
const form = find("intake");
const place = find("routing");

function candidate({ unit, score, reasons }, rank) {
  const id = `unit-${rank}`;
  return el("li", { class: "proposal" },
    el("input", { type: "radio", id, name: "unit", value: unit, checked: rank === 0 }),
    el("label", { for: id }, el("b", {}, unit), el("span", { class: "soft" }, ` ${Math.round(score * 100)}%`)),
    reasons.length ? el("ul", { class: "reasons" }, ...reasons.map((reason) => el("li", {}, reason))) : null);
}

function propose(routing) {
  const undecided = el("li", { class: "proposal" },
    el("input", { type: "radio", id: "unit-none", name: "unit", value: "", checked: !routing.candidates.length }),
    el("label", { for: "unit-none" }, "先登记，稍后定"));
  place.replaceChildren(
    el("p", { class: "row" }, el("span", { class: "tag tag--accent" }, routing.type), el("span", { class: "tag" }, routing.town ?? "镇未写明"),
      el("span", { class: routing.sure ? "tag tag--good" : "tag tag--warn" }, routing.sure ? "有把握" : "请您确认")),
    el("fieldset", { class: "candidates" }, el("legend", {}, "承办单位"),
      el("ul", {}, ...routing.candidates.slice(0, 4).map(candidate), undecided)));
}

let asked = "";
const route = debounced(async () => {
  const { matter, town, place: where } = form.elements;
  const words = `${matter.value.trim()} ${town.value}${where.value.trim()}`.trim().slice(0, 2000);
  if (matter.value.trim().length < 4 || words === asked) return;
  asked = words;
  const routing = await ask(`/api/v1/routing?${new URLSearchParams({ text: words })}`);
  if (words !== asked) return;
  if (routing.problem) place.replaceChildren(el("p", { class: "soft" }, routing.problem));
  else propose(routing);
});

// A fragment of this server's own template, which escapes; what is personal goes in the body, so that no log holds it.
async function fragment(address, fields) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields) }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.text() : null;
}

// Duplicates, repeats and lawful paths; what the agent has chosen among them outlives a refresh.
let looked = "";
const look = debounced(async () => {
  const { matter, place: where, town, phone } = form.elements;
  const fields = { matter: matter.value.trim(), place: where.value.trim(), town: town.value, phone: phone.disabled ? "" : phone.value.trim() };
  const asking = JSON.stringify(fields);
  if (fields.matter.length < 4 || asking === looked) return;
  looked = asking;
  const markup = await fragment("/agent/looks", fields);
  if (markup === null || asking !== looked) return;
  const part = find("looks");
  const chosen = [...part.querySelectorAll("input:checked")].map(({ name, value }) => `[name="${name}"][value="${CSS.escape(value)}"]`);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : null;
  part.innerHTML = markup;
  for (const each of chosen) { const input = part.querySelector(each); if (input) input.checked = true; }
  if (focused) find(focused)?.focus();
});

for (const field of form.querySelectorAll("[data-routing]")) for (const work of [route, look]) field.addEventListener("input", work);
route();
look();

form.elements.phone.addEventListener("change", async (event) => {
  const markup = await fragment("/agent/caller", { phone: event.target.value });
  if (markup !== null) find("caller").innerHTML = markup;
  look();
});

// Only what another platform numbered has a number; only it and paper arrived before they are typed.
function arrival() {
  const { dataset } = form.elements.channel.selectedOptions[0];
  const numbered = dataset.number !== "不填", arrives = "arrives" in dataset;
  for (const [name, shown] of [["upstream", numbered], ["received", arrives]]) {
    form.elements[name].disabled = !shown;
    form.elements[name].closest(".field").hidden = !shown;
  }
  form.elements.upstream.required = dataset.number === "必填";
  find("arrival").hidden = !numbered && !arrives;
}
form.elements.channel.addEventListener("change", arrival);
arrival();

form.elements.anonymous.addEventListener("change", (event) => {
  for (const name of ["phone", "name"]) form.elements[name].disabled = event.target.checked;
  look();
});
// Who wants to stay hidden does not agree to be published, and the other way round.
for (const [one, other] of [["confidential", "publishable"], ["publishable", "confidential"]]) {
  form.elements[one].addEventListener("change", ({ target }) => { if (target.checked) form.elements[other].checked = false; });
}
form.elements.anonymous.dispatchEvent(new Event("change"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
  if (event.altKey && event.code === "KeyJ") { event.preventDefault(); place.querySelector("input:checked")?.focus(); }
  if (event.altKey && event.code === "KeyD") { event.preventDefault(); find("looks").querySelector("input")?.focus(); }
});

searchConsole(form.elements.matter);
document.querySelector("[data-focus]")?.focus();
keepFresh();
