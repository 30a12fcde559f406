// One <script src=".../widget.js" defer></script> puts the assistant on any page of an allowed site.
// It adds a button and, on demand, a frame served by the assistant: no cookies, no framework, no inline code.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const style = (node, rules) => Object.assign(node.style, rules);

  const frame = document.createElement("iframe");
  frame.title = "旌德县12345热线助手";
  frame.allow = "microphone; clipboard-write";
  style(frame, {
    position: "fixed", right: "16px", bottom: "76px", width: "min(400px, calc(100vw - 32px))", height: "min(640px, calc(100vh - 100px))",
    border: "1px solid #d5dbdf", borderRadius: "12px", boxShadow: "0 8px 32px rgb(0 0 0 / .2)", background: "#fff", zIndex: "2147483646", display: "none",
  });

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "问12345";
  button.setAttribute("aria-expanded", "false");
  style(button, {
    position: "fixed", right: "16px", bottom: "16px", minHeight: "48px", padding: "0 20px", border: "0", borderRadius: "24px",
    font: "600 16px system-ui, sans-serif", color: "#fff", background: "#0b6160", cursor: "pointer", zIndex: "2147483647",
  });

  const toggle = (open) => {
    if (open && !frame.src) frame.src = `${home}/?embed=1`;
    frame.style.display = open ? "block" : "none";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "收起" : "问12345";
    if (open) frame.focus();
  };
  button.addEventListener("click", () => toggle(frame.style.display === "none"));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });

  const mount = () => document.body.append(frame, button);
  if (document.body) mount(); else document.addEventListener("DOMContentLoaded", mount);
})();
