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

for (const field of form.querySelectorAll("[data-routing]")) field.addEventListener("input", route);
route();

form.elements.phone.addEventListener("change", async (event) => {
  const answer = await fetch("/agent/caller", { method: "POST", body: new URLSearchParams({ phone: event.target.value }) }).catch(() => null);
  if (answer?.ok) find("caller").innerHTML = await answer.text(); // from this server's own template, which escapes
});

form.elements.anonymous.addEventListener("change", (event) => {
  for (const name of ["phone", "name"]) form.elements[name].disabled = event.target.checked;
});
form.elements.anonymous.dispatchEvent(new Event("change"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
  if (event.altKey && event.code === "KeyJ") { event.preventDefault(); place.querySelector("input:checked")?.focus(); }
});

searchConsole(form.elements.matter);
document.querySelector("[data-focus]")?.focus();
keepFresh();
