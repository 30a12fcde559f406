// One line puts the assistant on any page of an allowed site (WIDGET_SITES):
//   <script src="https://…/widget.js" defer></script><noscript><a href="https://…/">旌德县12345热线助手</a></noscript>
// Optional on the same tag: data-position="left", data-title="问一问", data-open (open at once).
// It adds a button and, when that is pressed, a frame of the assistant. No cookie, no framework, no inline style or script;
// its looks live in a shadow tree, so neither page changes the other's. The words between both pages go over a channel
// that only the assistant's own origin is given, and say no more than: opened, closed, close, unread.
(() => {
  const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  const home = new URL(script.src).origin;
  const title = script.dataset.title || "问12345";
  const MARK = "data-jingde-12345";
  const HELLO = "jingde-12345";
  const PATIENCE_MS = 5000;
  const LOOKS = `
    :host { all: initial; position: fixed; z-index: 2147483647; inset: auto 16px 16px auto; font: 16px/1.5 system-ui, sans-serif; }
    :host([data-side="left"]) { inset: auto auto 16px 16px; }
    [hidden] { display: none !important; }
    .opener { position: relative; min-height: 48px; padding: 0 20px; border: 0; border-radius: 24px; font: 600 16px system-ui, sans-serif; color: #fff; background: #0b6160; cursor: pointer; box-shadow: 0 2px 8px rgb(0 0 0 / .3); }
    .opener:focus-visible, .bar :focus-visible { outline: 3px solid #fff; outline-offset: -5px; box-shadow: 0 0 0 3px #0b6160; }
    .unread { position: absolute; top: -6px; right: -6px; min-width: 24px; line-height: 24px; border-radius: 12px; background: #a8201a; font-size: 14px; }
    .panel { position: fixed; inset: auto 16px 80px auto; width: min(400px, calc(100vw - 32px)); height: min(640px, calc(100dvh - 100px)); box-sizing: border-box; border: 1px solid #56626a; border-radius: 12px; overflow: hidden; background: #fff; color: #1c2327; box-shadow: 0 8px 32px rgb(0 0 0 / .3); }
    :host([data-side="left"]) .panel { inset: auto auto 80px 16px; }
    .panel:not([hidden]) { display: flex; flex-direction: column; }
    .bar { display: flex; align-items: center; gap: 8px; padding: 2px 4px 2px 16px; background: #0b6160; color: #fff; font-weight: 600; }
    .bar span { margin-right: auto; }
    .bar a, .bar button { display: inline-flex; align-items: center; justify-content: center; min-width: 44px; min-height: 44px; color: #fff; background: none; border: 0; font: inherit; cursor: pointer; }
    iframe { flex: 1; width: 100%; border: 0; }
    .apart { padding: 24px; }
    .apart a { color: #0b6160; display: inline-block; min-height: 44px; }
    @media (max-width: 480px), (max-height: 420px) {
      .panel, :host([data-side="left"]) .panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
      .opener[aria-expanded="true"] { display: none; }
    }
    @media print { :host { display: none; } }`;

  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  function launch() {
    if (document.querySelector(`[${MARK}]`)) return;
    const host = make("div", {});
    host.setAttribute(MARK, "");
    host.dataset.side = script.dataset.position === "left" ? "left" : "right";
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOOKS);
    root.adoptedStyleSheets = [sheet];

    const badge = make("span", { className: "unread", hidden: true });
    const opener = make("button", { type: "button", className: "opener" }, title, badge);
    const panel = make("div", { className: "panel", hidden: true });
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", "旌德县12345热线助手");
    opener.setAttribute("aria-expanded", "false");
    const body = make("div", { className: "apart" });
    const call = make("a", { href: "tel:12345" }, "12345");
    const close = make("button", { type: "button", onclick: () => toggle(false) }, "✕");
    close.setAttribute("aria-label", "收起");
    panel.append(make("div", { className: "bar" }, make("span", {}, "旌德县12345热线助手"), call, close), body);
    root.append(panel, opener);
    document.body.append(host);

    let frame = null;
    let channel = null;

    const count = (unread) => {
      badge.textContent = unread ? String(unread) : "";
      badge.hidden = !unread;
      opener.setAttribute("aria-label", unread ? `${title}，${unread} 条新回复` : title);
    };

    // The site is not on the list, its own policy forbids the frame, or the line is down: the page still opens by itself.
    const apart = () => {
      const link = make("a", { href: `${home}/`, target: "_blank", rel: "noopener" }, "在新窗口打开旌德县12345热线助手");
      body.replaceChildren(make("p", {}, "这个网页里打不开助手。"), make("p", {}, link), make("p", {}, "也可以直接拨打 12345。"));
      frame.replaceWith(body);
      frame = null;
      if (!panel.hidden) link.focus();
    };

    const hear = ({ data }) => {
      if (data.unread) count(data.unread);
      if (data.close) toggle(false);
    };

    const greet = () => {
      const { port1, port2 } = new MessageChannel();
      const missing = channel ? 0 : setTimeout(apart, PATIENCE_MS); // once it was there, it may show a page that says nothing
      port1.onmessage = (event) => {
        if (event.data.ready) {
          clearTimeout(missing);
          channel = port1;
          tell();
        }
        hear(event);
      };
      frame.contentWindow.postMessage(HELLO, home, [port2]); // an error page in its place is of another origin and hears nothing
    };

    const load = () => {
      frame = make("iframe", { title: "旌德县12345热线助手", allow: "microphone; clipboard-write" });
      frame.addEventListener("load", greet);
      frame.src = `${home}/?embed=1`;
      panel.querySelector(".apart").replaceWith(frame);
    };

    const tell = () => channel?.postMessage(panel.hidden ? "closed" : "opened");

    function toggle(open) {
      if (open === !panel.hidden) return;
      panel.hidden = !open;
      opener.setAttribute("aria-expanded", String(open));
      opener.firstChild.textContent = open ? "收起" : title;
      if (open && !frame) load();
      count(0);
      tell();
      (open ? frame : opener)?.focus();
    }

    opener.addEventListener("click", () => toggle(panel.hidden));
    document.addEventListener("keydown", ({ key }) => { if (key === "Escape") toggle(false); });
    count(0);
    if ("open" in script.dataset) toggle(true);
  }

  if (document.body) launch(); else document.addEventListener("DOMContentLoaded", launch);
})();
