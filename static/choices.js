// Long lists of boxes are searched, and put in the order that one looks for: A–Z, or most first.
import { _ } from "./shared.js";

const MANY = 12;
const bare = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
const name = (choice) => choice.querySelector("span").textContent;
const number = (choice) => Number(choice.querySelector(".count")?.textContent.replace(/\D/g, "") ?? 0);

/** The box that narrows a list down while one types. */
function searchBox(choices, title) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = _("Search…");
  box.setAttribute("aria-label", _("Search: %(what)s", { what: title }));
  box.addEventListener("input", () => {
    const typed = bare(box.value.trim());
    for (const one of choices) one.hidden = !bare(name(one)).includes(typed);
  });
  // Enter would apply the filters.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  return box;
}

/** The button that turns the order round. */
function orderButton(choices, byName) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain small";
  const label = () => {
    button.textContent = byName ? _("Most frequent first") : _("From A to Z");
  };
  button.addEventListener("click", () => {
    byName = !byName;
    const least = byName
      ? (one, other) => name(one).localeCompare(name(other), document.documentElement.lang)
      : (one, other) => number(other) - number(one);
    const before = document.createComment("");
    choices[0].before(before);
    before.replaceWith(...[...choices].sort(least));
    label();
  });
  label();
  return button;
}

/** Gives every long list of a form both. */
export function offerChoices(form) {
  for (const group of form.querySelectorAll("fieldset")) {
    const choices = [...group.querySelectorAll(".choice")];
    if (choices.length <= MANY) continue;
    const tools = document.createElement("div");
    tools.className = "look";
    tools.append(searchBox(choices, group.querySelector("legend").textContent.trim()), orderButton(choices, "byName" in group.dataset));
    choices[0].before(tools);
  }
}
