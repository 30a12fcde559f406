// One conversation at the hotline: words go out and come in without a reload; what is unread stands in the tab's title.
import { searchConsole } from "./console.js";
import { keepFresh, refreshAll } from "./live.js";

const find = (id) => document.getElementById(id);
const words = find("words"), form = find("say"), title = document.title;

function marked() {
  const { unread } = words.querySelector("[data-unread]")?.dataset ?? {};
  document.title = unread ? `（${unread}）${title}` : title;
}

async function send() {
  const told = find("say-told");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
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

new MutationObserver(marked).observe(words, { childList: true });
marked();
searchConsole(form?.elements.text ?? document.createElement("textarea"));
keepFresh();
