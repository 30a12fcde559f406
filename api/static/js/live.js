// Parts of a page that keep themselves fresh: data-live holds the address of the fragment, data-every its seconds.
const EVERY_S = 15;

function busy(part) {
  const field = document.activeElement;
  return document.hidden || (part.contains(field) && field.matches("input, textarea") && field.value !== "");
}

function key(element) {
  return element.id ? `#${CSS.escape(element.id)}` : element.hasAttribute("href") ? `[href="${CSS.escape(element.getAttribute("href"))}"]` : null;
}

function replace(part, markup) {
  const focused = part.contains(document.activeElement) ? key(document.activeElement) : null;
  const open = [...part.querySelectorAll("details")].map((each) => each.open);
  part.innerHTML = markup; // from this server's own templates, which escape
  part.querySelectorAll("details").forEach((each, at) => { each.open = open[at] ?? each.open; });
  if (focused) part.querySelector(focused)?.focus();
}

async function refresh(part) {
  if (busy(part)) return;
  const answer = await fetch(part.dataset.live, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const markup = await answer.text();
  const shown = new DOMParser().parseFromString(markup, "text/html").body.textContent;
  if (shown.trim() !== part.textContent.trim() && !busy(part)) replace(part, markup);
}

export function keepFresh() {
  for (const part of document.querySelectorAll("[data-live]")) {
    setInterval(() => refresh(part), 1000 * Number(part.dataset.every ?? EVERY_S));
  }
}
