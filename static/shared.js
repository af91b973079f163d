// What all scripts share: the messages of the page, and how a change is told aloud.
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
