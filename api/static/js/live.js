// Parts of a page that keep themselves fresh: data-live holds the address of the fragment. The server says when
// something changed (/live); a browser or proxy that cannot hold that connection asks every few seconds instead.
const EVERY_S = 15;
const SETTLE_MS = 150; // several changes at once are one refresh

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
  if (busy(part)) { part.dataset.stale = ""; return; }
  delete part.dataset.stale;
  const answer = await fetch(part.dataset.live, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const markup = await answer.text();
  const shown = new DOMParser().parseFromString(markup, "text/html").body.textContent;
  if (shown.trim() === part.textContent.trim()) return;
  if (busy(part)) part.dataset.stale = ""; else replace(part, markup);
}

const parts = () => [...document.querySelectorAll("[data-live]")];
export const refreshAll = () => Promise.all(parts().map(refresh));

// Listens while the page is in sight: a browser holds only six connections to one host, for all its tabs together.
export function keepFresh(onChange = () => {}) {
  let source = null, heard = document.querySelector("[data-head]")?.dataset.head, polling = null, soon = null;
  const poll = () => { polling ??= setInterval(() => { refreshAll(); onChange(null); }, 1000 * EVERY_S); };
  const later = () => { clearTimeout(soon); soon = setTimeout(refreshAll, SETTLE_MS); };
  const stop = () => { source?.close(); source = null; };

  const listen = () => {
    if (source || polling || document.hidden) return;
    source = new EventSource(heard ? `/live?after=${heard}` : "/live");
    source.addEventListener("open", later);
    source.addEventListener("changed", (event) => { heard = event.lastEventId; later(); onChange(JSON.parse(event.data).numbers); });
    source.addEventListener("queue", later);
    source.addEventListener("gone", stop);
    source.addEventListener("error", () => { if (source?.readyState === EventSource.CLOSED) { stop(); poll(); } });
  };

  if (!parts().length && !document.querySelector("[data-case]")) return;
  if (!window.EventSource) { poll(); return; }
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  document.addEventListener("focusout", () => parts().filter((part) => "stale" in part.dataset).forEach(() => later()));
  addEventListener("pagehide", stop);
  listen();
}
