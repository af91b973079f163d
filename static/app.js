// What every page gains with JavaScript; none of it is needed to read, filter or download.
import { announce, _ } from "./shared.js";

/** Copies what an element says; false where the browser lets no page do so. */
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // Over plain http there is no such interface: what is selected can still be copied.
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}

/** Buttons that copy the text of the element they name, and say that they did. */
function offerCopies() {
  for (const source of document.querySelectorAll("[data-copy]")) {
    const offer = document.createElement("p");
    offer.className = "copy";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = _("Copy");
    button.setAttribute("aria-label", _("Copy: %(what)s", { what: source.dataset.copy }));
    // Seen beside the button; said by the one place of the page that is read aloud.
    const told = document.createElement("span");
    told.className = "told";
    told.setAttribute("aria-hidden", "true");
    button.addEventListener("click", async () => {
      const done = (await copied(source)) ? _("Copied") : _("Selected: now copy it with Ctrl+C.");
      for (const other of document.querySelectorAll(".told")) other.textContent = "";
      told.textContent = done;
      announce(done);
    });
    offer.append(button, told);
    source.after(offer);
  }
}

/** What an address points at is opened, where the browser does not do so by itself. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let one = target?.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  if (target?.closest("details")) target.scrollIntoView();
}

/** Search boxes propose what there is, once somebody enters them. */
function offerSuggestions() {
  for (const box of document.querySelectorAll("[data-suggest]")) {
    const start = async () => (await import("./suggest.js")).suggest(box);
    if (document.activeElement === box) start();
    else box.addEventListener("focus", start, { once: true });
  }
}

offerCopies();
offerSuggestions();
openTarget();
addEventListener("hashchange", openTarget);
