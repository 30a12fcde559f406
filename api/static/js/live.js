// Parts of a page that keep themselves fresh: data-live holds the address of the fragment.
const EVERY_MS = 15000;

async function refresh(part) {
  if (document.hidden || part.contains(document.activeElement) && part.querySelector("details[open]")) return;
  const answer = await fetch(part.dataset.live, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = await answer.text();
  if (fresh === part.dataset.shown) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const first = part.dataset.shown === undefined;
  part.dataset.shown = fresh;
  if (first && part.textContent.trim() === textOf(fresh)) return;
  part.innerHTML = fresh; // from this server's own templates, which escape
  if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

function textOf(markup) {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent.trim();
}

export function keepFresh() {
  for (const part of document.querySelectorAll("[data-live]")) setInterval(() => refresh(part), EVERY_MS);
}
