// Beside a case: tickets that may be about the same thing. Without scripts the link leads to the same list.
for (const part of document.querySelectorAll("[data-duplicates]")) {
  const answer = await fetch(part.dataset.duplicates).catch(() => null);
  if (answer?.ok && !answer.redirected) part.innerHTML = await answer.text(); // from this server's own template, which escapes
}
