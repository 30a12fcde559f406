// The county office: the pressing heaps keep themselves fresh, and the table prints as the official form.
import { keepFresh } from "./live.js";

document.querySelector("[data-print]")?.addEventListener("click", () => print());
keepFresh();
