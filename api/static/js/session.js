// A 领导接听 session: calls are logged by keyboard alone; counters and calls keep themselves fresh.
import { keepFresh } from "./live.js";

const form = document.getElementById("call");
document.addEventListener("keydown", (event) => {
  if (form && event.ctrlKey && event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
});
form?.elements.anonymous.addEventListener("change", (event) => {
  for (const name of ["phone", "name"]) form.elements[name].disabled = event.target.checked;
});
form?.elements.anonymous.dispatchEvent(new Event("change"));
document.querySelector("[data-print]")?.addEventListener("click", () => print());
keepFresh();
