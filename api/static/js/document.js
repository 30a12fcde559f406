// Opening a document at a citation: the passage is focused, so that a screen reader starts reading there.
function arrive() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

addEventListener("hashchange", arrive);
arrive();
