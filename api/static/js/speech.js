// Reading aloud and dictation, offered only where the browser has them.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export const canRead = "speechSynthesis" in window;

export function read(text) {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = "zh-CN";
  speechSynthesis.speak(utterance);
}

export function silence() {
  if (canRead) speechSynthesis.cancel();
}

/** Make *button* the switch for reading every answer; returns what reads one if it is on. */
export function readingSwitch(button) {
  if (!canRead) return () => {};
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(!isOn()));
    if (!isOn()) silence();
  });
  return (text) => { if (isOn()) read(text); };
}

export function dictation(button, field) {
  if (!Recognition) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const listening = new Recognition();
    listening.lang = "zh-CN";
    button.setAttribute("aria-pressed", "true");
    listening.onresult = (event) => { field.value += event.results[0][0].transcript; field.focus(); };
    listening.onend = () => button.setAttribute("aria-pressed", "false");
    listening.start();
  });
}
