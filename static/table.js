// A ticked box applies at once; on a phone, and without JavaScript, a button applies all of them.
import { announce } from "./shared.js";
import { offerChoices } from "./choices.js";
import { isSheet, offerSheet } from "./sheet.js";

const KEPT = "filters";
const form = document.getElementById("filters");
const panel = form?.closest("details");

/** The box that was ticked before the page was made again. */
function box({ name, value }) {
  return [...form.elements].find((one) => one.name === name && one.value === value);
}

function apply(event) {
  const { name, value, type } = event.target;
  if (type !== "checkbox" || isSheet()) return;
  const kept = { path: location.pathname, name, value, y: scrollY, open: panel.open };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  form.requestSubmit();
}

/** Back to where the visitor was, and how many rows there are now. */
function resume() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (kept?.path !== location.pathname) return;
  panel.open = kept.open;
  box(kept)?.focus({ preventScroll: true });
  scrollTo(0, kept.y);
  announce(document.getElementById("count").textContent);
}

/** A menu closes with Escape and when the visitor goes elsewhere. */
function closeMenus() {
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }
}

/** A menu of a column closes once something in it was chosen. */
function closeDeeds() {
  for (const menu of document.querySelectorAll("div.deeds")) {
    menu.addEventListener("click", (event) => {
      if (event.target.closest("a, button")) menu.hidePopover?.();
    });
  }
}

if (form) {
  form.addEventListener("change", apply);
  offerChoices(form);
  offerSheet(form, panel);
  resume();
}
closeMenus();
closeDeeds();
