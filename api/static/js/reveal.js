// An answer appears sentence by sentence, by animation alone: all of it is there at once for who reads, copies or listens,
// and nobody who wants no motion sees any.
const STEP_MS = 110;
const LONGEST_MS = 1100;
const SENTENCE = /(?<=[。！？；\n])/;

const appearing = (node, at) => {
  node.classList.add("appearing");
  node.style.animationDelay = `${Math.min(at * STEP_MS, LONGEST_MS)}ms`;
};

function inSentences(text) {
  const parts = text.textContent.split(SENTENCE).map((words) => Object.assign(document.createElement("span"), { textContent: words }));
  text.replaceWith(...parts);
  return parts;
}

const textsOf = (node) => [...node.childNodes].flatMap((child) => (child.nodeType === Node.TEXT_NODE ? inSentences(child) : [child]));

/** Let *nodes* appear one after the other, what they say a sentence at a time. */
export function revealed(nodes) {
  const parts = nodes.flatMap((node) => [...node.children].flatMap((child) => (child.matches(".say__text") ? textsOf(child) : [child])));
  parts.forEach(appearing);
}
