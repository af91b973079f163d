// What every page gains with JavaScript; none of it is needed to read, filter or download.
const messages = JSON.parse(document.getElementById("messages").textContent);

/** A message in the language of the page. */
export const _ = (text, values = {}) =>
  (messages[text] ?? text).replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

/** Says something to those who do not see that it happened. */
export function announce(text) {
  let live = document.getElementById("live");
  if (!live) {
    live = document.createElement("p");
    live.id = "live";
    live.className = "unseen";
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = text;
}

/** Buttons that copy the text of the element they name. */
function offerCopies() {
  // Another module may have loaded this one under an address without its version.
  for (const source of document.querySelectorAll("[data-copy]:not([data-offered])")) {
    source.dataset.offered = "";
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
