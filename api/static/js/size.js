// Large type, remembered on this device. Loaded before the body so that the page does not jump.
(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("size"); } catch { return null; } };
  const keep = (size) => { try { localStorage.setItem("size", size); } catch { /* private mode: only this page */ } };
  const apply = (size) => { root.dataset.size = size; };
  apply(read() === "large" ? "large" : "normal");
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("large-type");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(root.dataset.size === "large"));
    show();
    button.addEventListener("click", () => {
      apply(root.dataset.size === "large" ? "normal" : "large");
      keep(root.dataset.size);
      show();
    });
  });
})();
