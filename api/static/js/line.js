// The line to the server: a request that may be repeated is repeated until it is answered.
const LATER = [429, 502, 503, 504]; // statuses that say: not now
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** The server answered and will not do it; the message says why and what to do. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** What came back, read to its end: { status, body }, or null when the line broke before that. */
async function once(url, request) {
  try {
    const answer = await fetch(url, request);
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : {}, wait: Number(answer.headers.get("retry-after")) || 0 };
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    return null;
  }
}

function settled({ status, body }) {
  if (status < 400) return body;
  throw new Refused(body.error?.message ?? "服务暂时不可用，您的话还在。请稍后再发一次。", status);
}

/** Ask once. Throws Refused, also when the line is down. */
export async function asked(url, request = {}) {
  const answer = await once(url, request);
  if (!answer) throw new Refused("网络断开了，请检查网络后再试。", 0);
  return settled(answer);
}

function waited(ms, { signal, hurry }) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      hurry.removeEventListener("now", go);
      signal.removeEventListener("abort", stop);
    };
    const go = () => { end(); resolve(); };
    const stop = () => { end(); reject(signal.reason); };
    const timer = setTimeout(go, ms);
    addEventListener("online", go);
    hurry.addEventListener("now", go);
    signal.addEventListener("abort", stop);
  });
}

/**
 * Ask until there is an answer. Between two tries the wait doubles, and is never shorter than the server asked for.
 * @param {{ signal: AbortSignal, hurry: EventTarget, waiting: (seconds: number, reason: string) => void }} how
 *   *hurry* ends a wait by its event "now"; *waiting* is told of every wait.
 * @throws {Refused} the server will not do it; the signal's reason when it is given up.
 */
export async function untilAnswered(url, request, { signal, hurry, waiting }) {
  for (let failures = 0; ; failures += 1) {
    const answer = await once(url, { ...request, signal });
    if (answer && !LATER.includes(answer.status)) return settled(answer);
    const pause = Math.max((answer?.wait ?? 0) * 1000, Math.min(LONGEST_MS, FIRST_MS * 2 ** failures));
    waiting(Math.ceil(pause / 1000), answer ? answer.body.error?.message ?? "服务正忙。" : "网络断开了。");
    await waited(pause, { signal, hurry });
  }
}
