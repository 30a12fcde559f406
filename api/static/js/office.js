// The county office: the pressing heaps keep themselves fresh, and the table prints as the official form.
import { keepFresh } from "./live.js";

document.querySelector("[data-print]")?.addEventListener("click", () => print());
keepFresh();

// What takes seconds to draw comes after the page, which shows what was drawn last until then.
document.querySelectorAll("[data-later]").forEach(async (part) => {
  const answer = await fetch(part.dataset.later, { headers: { accept: "text/html" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) part.innerHTML = await answer.text(); // from this server's own templates, which escape
  else if (!part.querySelector("section")) part.textContent = "热点主题没有取到，请稍后刷新本页。";
});
