// Building elements. Text always goes in as text, never as markup.
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

export const action = (name, onclick, look = "button--plain") => el("button", { type: "button", class: look, onclick }, name);

// Telephone numbers of the emergency services and of the hotline become links to tap.
export function withCalls(text, numbers) {
  const parts = text.split(new RegExp(`(?<!\\d)(${numbers.join("|")})(?!\\d)`));
  return parts.map((part) => (numbers.includes(part) ? el("a", { href: `tel:${part}` }, part) : part));
}
