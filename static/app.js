// What every page gains with JavaScript; none of it is needed to read, filter or download.
import { announce, _ } from "./shared.js";

/** Buttons that copy the text of the element they name. */
function offerCopies() {
  for (const source of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = _("Copy");
    button.setAttribute("aria-label", _("Copy: %(what)s", { what: source.dataset.copy }));
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.textContent.trim());
      announce(_("Copied"));
    });
    source.after(button);
  }
}

offerCopies();
