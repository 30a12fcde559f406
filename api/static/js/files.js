// Photos and papers added in the chat: they wait with the conversation and come with its next case.
import { el } from "./dom.js";
import { asked } from "./line.js";

const MB = 1024 * 1024;
const MOST = 9;
const URL_OF_FILES = "/api/v1/chat/files";
const PREVIEW = 64; // px

const size = (bytes) => (bytes < MB / 10 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MB).toFixed(1)} MB`);

/** Why *files* cannot be sent, with what to do; empty when they can. */
function problem(files, present) {
  const large = files.find((file) => file.size > 10 * MB);
  if (large) return `“${large.name}”有 ${size(large.size)}，一个最多 10 MB。请压缩或缩小后再添加。`;
  if (files.length + present > MOST) return `一件最多 ${MOST} 个，现在已有 ${present} 个，请少选几个。`;
  return "";
}

/** Draw a small picture of *file*; nothing for what is no picture. */
async function preview(file, canvas) {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.max(PREVIEW / image.width, PREVIEW / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    canvas.getContext("2d").drawImage(image, (PREVIEW - width) / 2, (PREVIEW - height) / 2, width, height);
    canvas.hidden = false;
  } catch { /* a paper, or a picture this browser cannot draw: its name is shown */ }
}

// fetch tells nothing about what has been sent so far.
function upload(body, headers, sent) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", URL_OF_FILES);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => sent(loaded / total);
    request.onload = () => (request.status < 400 ? resolve(request.response) : reject(new Error(request.response?.error?.message ?? "服务暂时不可用，请稍后再选一次。")));
    request.onerror = () => reject(new Error("网络断开了，文件没有送到，请检查后再选一次。"));
    request.send(body);
  });
}

export class Files {
  #pictures = new Map(); // id → canvas drawn when it was chosen

  /** *place* holds the list, *says* the words about it. */
  constructor(conversation, channel, { place, says }) {
    Object.assign(this, { conversation, channel, place, says });
    this.files = [];
    this.waiting = Promise.resolve();
  }

  /** Send *chosen* one after the other, so that each keeps its picture and a refused one does not cost the others. */
  add(chosen) {
    const files = [...chosen];
    const why = problem(files, this.files.length);
    if (why) { this.tell(why, true); return; }
    this.waiting = files.reduce((before, file) => before.then(() => this.#send(file)), this.waiting);
  }

  async #send(file) {
    const canvas = el("canvas", { class: "tray__picture", width: PREVIEW, height: PREVIEW, hidden: true, "aria-hidden": "true" });
    const bar = el("progress", { max: 1, value: 0, "aria-label": `正在添加 ${file.name}` });
    const row = el("li", { class: "tray__one" }, canvas, el("span", { class: "tray__name" }, file.name), bar);
    this.place.hidden = false;
    this.place.append(row);
    preview(file, canvas);
    const body = new FormData();
    body.append("file", file);
    try {
      const known = this.files.map((each) => each.id);
      const told = await upload(body, { ...this.conversation.headers, "x-chat-channel": this.channel }, (part) => { bar.value = part; });
      this.conversation.adopt(told.session);
      for (const fresh of told.files.filter((each) => !known.includes(each.id))) this.#pictures.set(fresh.id, canvas);
      this.#show(told.files);
      this.tell(`已添加“${file.name}”，会随下一次提交一起交。`);
    } catch (refused) {
      this.#show(this.files);
      this.tell(`没有添加“${file.name}”：${refused.message}`, true);
    }
  }

  async remove(file) {
    try {
      const { files } = await asked(`${URL_OF_FILES}/${file.id}`, { method: "DELETE", headers: this.conversation.headers });
      this.#show(files);
      this.tell(`已去掉“${file.name}”。`);
    } catch (refused) {
      this.tell(refused.message, true);
    }
  }

  /** Ask the server what waits. */
  async look() {
    if (!this.conversation.session) { this.#show([]); return; }
    const { files } = await asked(URL_OF_FILES, { headers: this.conversation.headers });
    this.#show(files);
  }

  /** After a case was filed with them, or the conversation was left. */
  clear() {
    this.#show([]);
    this.tell("");
  }

  #show(files) {
    this.files = files;
    this.place.hidden = !files.length;
    this.place.replaceChildren(...files.map((file) => el("li", { class: "tray__one" },
      this.#pictures.get(file.id),
      el("span", { class: "tray__name" }, file.name, " ", el("small", {}, size(file.size))),
      el("button", { type: "button", class: "button--text", "aria-label": `去掉 ${file.name}`, onclick: () => this.remove(file) }, "去掉"))));
  }

  tell(words, isProblem = false) {
    this.says.textContent = words;
    this.says.hidden = !words;
    this.says.classList.toggle("soft", !isProblem);
  }
}
