// One conversation at the hotline: words go out and come in without a reload; what is unread stands in the tab's title.
import { searchConsole } from "./console.js";
import { keepFresh, refreshAll } from "./live.js";

const find = (id) => document.getElementById(id);
const words = find("words"), form = find("say"), title = document.title;

// What the citizen said last is looked up beside; the newest line is in sight.
const asked = document.createElement("input");
function shown() {
  const { unread } = words.querySelector("[data-unread]")?.dataset ?? {};
  document.title = unread ? `（${unread}）${title}` : title;
  const log = words.querySelector(".talklet"), last = [...log.querySelectorAll("[data-citizen] .talklet__text")].at(-1);
  log.scrollTop = log.scrollHeight;
  if (!last || last.textContent === asked.value) return;
  if (unread) find("news").textContent = `群众：${last.textContent}`;
  asked.value = last.textContent;
  asked.dispatchEvent(new Event("input"));
}

let sending = false;
async function send() {
  if (sending) return;
  sending = true;
  const told = find("say-told");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  sending = false;
  if (!answer?.ok) { told.textContent = "没有发出去，请再按一次发送。"; return; }
  told.textContent = "";
  form.elements.text.value = "";
  form.elements.text.focus();
  await refreshAll();
}

form?.addEventListener("submit", (event) => { event.preventDefault(); send(); });
form?.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); form.requestSubmit(); }
});

new MutationObserver(shown).observe(words, { childList: true });
shown();
searchConsole(asked);
keepFresh();
