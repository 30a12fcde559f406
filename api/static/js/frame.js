// Inside the frame of another site: the widget there hands over a channel, on which it says whether it is open,
// and hears how many answers are unread and when to close.
const HELLO = "jingde-12345";

/**
 * @param {string[]} sites origins that may embed the page (the server's frame-ancestors keeps the others out already)
 * @param {() => void} opened told each time the widget shows the frame
 */
export function hosted(sites, opened) {
  let port = null;
  let open = true;
  let unread = 0;
  addEventListener("message", ({ source, origin, data, ports }) => {
    if (source !== parent || data !== HELLO || !ports.length || !sites.includes(origin)) return;
    [port] = ports;
    port.onmessage = ({ data: told }) => {
      open = told === "opened";
      if (!open) return;
      unread = 0;
      opened();
    };
    port.postMessage({ ready: true });
  });
  return {
    close: () => port?.postMessage({ close: true }),
    answered() { if (!open) port?.postMessage({ unread: (unread += 1) }); },
  };
}
