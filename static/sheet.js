// On a phone the filters are a sheet: ticking counts, and one button applies all of it at once.
import { announce, _ } from "./shared.js";

const PHONE = matchMedia("(max-width: 61.99rem)");
const PATIENCE = 250;

export const isSheet = () => PHONE.matches;

/** Everything beside an element, which a sheet covers. */
function* around(element) {
  for (let one = element; one !== document.body; one = one.parentElement) {
    for (const beside of one.parentElement.children) {
      if (beside !== one && beside.id !== "live") yield beside;
    }
  }
}

/** Keeps the keyboard inside a sheet that is open; Escape closes it. */
function holdKeyboard(panel) {
  const cover = () => {
    for (const one of around(panel)) one.inert = panel.open && PHONE.matches;
  };
  panel.addEventListener("toggle", cover);
  PHONE.addEventListener("change", cover);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !PHONE.matches) return;
    panel.open = false;
    cover();
    panel.querySelector("summary").focus();
  });
}

/** Says on the button how many rows there would be. */
function countWhileTicking(form) {
  const button = form.querySelector(".apply button");
  let asked = new AbortController();
  let waiting;
  const count = async () => {
    const told = new URLSearchParams(new FormData(form));
    told.set("_lang", document.documentElement.lang);
    try {
      const answer = await fetch(`${form.dataset.count}?${told}`, { signal: asked.signal });
      button.textContent = answer.ok ? (await answer.json()).words : _("Apply the filters");
      announce(button.textContent);
    } catch (error) {
      if (error.name !== "AbortError") button.textContent = _("Apply the filters");
    }
  };
  form.addEventListener("input", (event) => {
    if (!PHONE.matches || !event.target.name) return;
    clearTimeout(waiting);
    asked.abort();
    asked = new AbortController();
    waiting = setTimeout(count, PATIENCE);
  });
}

/** Makes the filters a sheet where the screen is narrow. */
export function offerSheet(form, panel) {
  panel.classList.add("sheet");
  holdKeyboard(panel);
  countWhileTicking(form);
}
