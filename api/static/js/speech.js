// Reading aloud and dictation, offered only where the browser has them.
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export function readingSwitch(button) {
  if (!("speechSynthesis" in window)) return () => {};
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (!on) speechSynthesis.cancel();
  });
  return (text) => {
    if (button.getAttribute("aria-pressed") !== "true") return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = "zh-CN";
    speechSynthesis.speak(utterance);
  };
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
