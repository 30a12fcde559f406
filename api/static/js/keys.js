// What the keyboard does on the citizen page; the help dialog lists the same.
const groups = () => [...document.querySelectorAll("#log .quick")].filter((group) => group.checkVisibility());

function alongButtons(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const group = event.target.closest?.(".quick");
  if (!step || !group) return;
  const buttons = [...group.querySelectorAll("button")];
  buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
  event.preventDefault();
}

/** @param {{ help: () => void, escape: () => void, again: () => void, field: HTMLTextAreaElement }} does */
export function keys({ help, escape, again, field }) {
  const chosen = (digit) => groups().at(-1)?.querySelectorAll("button")[digit - 1]?.click();
  document.addEventListener("keydown", (event) => {
    alongButtons(event);
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") escape();
    if (event.key === "/" && event.ctrlKey) { event.preventDefault(); help(); }
    if (event.altKey && /^[1-9]$/.test(event.key)) { event.preventDefault(); chosen(Number(event.key)); }
    if (event.altKey && event.key.toLowerCase() === "i") { event.preventDefault(); field.focus(); }
    if (event.key === "ArrowUp" && event.target === field && !field.value) { event.preventDefault(); again(); }
  });
}
