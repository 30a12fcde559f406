// What is being written stays in this tab until it is handed in: a reload, a refusal or a lost connection costs no word.
const PREFIX = "draft|";

const fields = (form) => [...form.elements].filter((each) => each.name && each.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search], [type=file])"));

export function keepDrafts(page) {
  const place = (form, field) => `${PREFIX}${page.dataset.staff}|${page.dataset.case}|${form.getAttribute("action")}|${field.name}`;
  if ("done" in page.dataset) forget(`${PREFIX}${page.dataset.staff}|${page.dataset.case}|`);
  for (const form of document.querySelectorAll("form.deed")) {
    for (const field of fields(form)) {
      const kept = sessionStorage.getItem(place(form, field));
      if (kept && !field.value) {
        field.value = kept;
        form.closest("details")?.setAttribute("open", "");
      }
      field.addEventListener("input", () => sessionStorage.setItem(place(form, field), field.value));
    }
  }
}

function forget(start) {
  Object.keys(sessionStorage).filter((each) => each.startsWith(start)).forEach((each) => sessionStorage.removeItem(each));
}

// Whoever uses the browser next finds nothing.
document.querySelector('form[action="/sign-out"]')?.addEventListener("submit", () => forget(PREFIX));
