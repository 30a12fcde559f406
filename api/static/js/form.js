// How far the form is: what was said can be tapped to correct it, what is missing is outlined.
import { action, el } from "./dom.js";

const NAMES = { matter: "事情", place: "地点", contact: "联系方式", name: "称呼", wanted: "希望结果", form: "获取形式", wish: "公开意愿" };
const OF_REQUEST = { ...NAMES, wanted: "所需信息", name: "姓名或名称" };
const SHOWN = 10; // characters of a value that fit a chip

const brief = (value) => (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);

/** The chips of *form*; *correct* gets the name of what to change, *say* the words of a button. */
export function progress(form, { correct, say }) {
  const request = form.name.includes("disclosure");
  const name = (slot) => (request ? OF_REQUEST : NAMES)[slot] ?? slot;
  const filled = Object.entries(form.slots).filter(([, value]) => value);
  return el("ul", { class: "chips", "aria-label": request ? "公开申请填写进度" : "反映问题填写进度" },
    ...form.missing.map((slot) => el("li", { class: "chip chip--missing" }, `还缺 ${name(slot)}`)),
    ...filled.map(([slot, value]) => el("li", {}, el("button", { type: "button", class: "chip", title: "点一下更正", onclick: () => correct(name(slot)) },
      `✓ ${name(slot)}：${brief(String(value))}`))),
    el("li", { class: "optional" }, action("换个地方接着填", () => say("换个地方接着填"), "button--text")));
}
