// What a search box proposes while somebody types. All that can be proposed is fetched once, when
// the box is entered: what is typed stays in the browser until it is sent.
import { announce, _ } from "./shared.js";

const MOST = 8;
const LEAST = 2;
let known;

/** Lower case, without accents and joined letters. */
const fold = (text) =>
  text.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss")
    .normalize("NFD").replace(/\p{M}/gu, "");
const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** All that can be proposed, each with its words. */
async function all(address) {
  const found = (await (await fetch(address)).json()).suggestions;
  return found.map((one) => ({ ...one, words: words(`${one.text} ${one.what}`), own: words(one.text) }));
}

/** Those with every word that was typed, or its beginning; one of them in the name itself. */
function matching(suggestions, typed) {
  const begun = (those, part) => those.some((word) => word.startsWith(part));
  return suggestions
    .filter((one) => typed.every((part) => begun(one.words, part)))
    .filter((one) => typed.some((part) => begun(one.own, part)))
    .slice(0, MOST);
}

class Suggestions {
  constructor(box) {
    this.box = box;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${box.id}-suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", _("Suggestions"));
    this.list.hidden = true;
    box.after(this.list);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(said)) box.setAttribute(name, value);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => this.propose());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // A press must not take the focus away before the click comes.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
  }

  propose() {
    const typed = words(this.box.value);
    const long = typed.join("").length >= LEAST;
    this.show(long ? matching(known, typed) : []);
  }

  show(found) {
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.list.hidden = !found.length;
    this.box.setAttribute("aria-expanded", String(found.length > 0));
    this.box.removeAttribute("aria-activedescendant");
    if (found.length) announce(_("Suggestions: %(count)s", { count: found.length }));
  }

  option({ text, what, url }, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    const said = document.createElement("span");
    said.className = "quiet small";
    said.textContent = what;
    option.append(text, " ", said);
    return option;
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    const chosen = this.list.querySelector('[aria-selected="true"]');
    if (this.list.hidden) return;
    if (event.key in moves) this.move(moves[event.key], chosen);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && chosen) this.choose(chosen);
    else return;
    event.preventDefault();
  }

  /** To the option before or behind; from either end back to what was typed. */
  move(step, chosen) {
    const options = [null, ...this.list.children];
    const place = (options.indexOf(chosen) + step + options.length) % options.length;
    chosen?.setAttribute("aria-selected", "false");
    options[place]?.setAttribute("aria-selected", "true");
    options[place]?.scrollIntoView({ block: "nearest" });
    if (place) this.box.setAttribute("aria-activedescendant", options[place].id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    if (option) location.assign(option.dataset.url);
  }

  close() {
    this.show([]);
  }
}

/** Makes a search box propose; what was typed before it could is proposed for now. */
export async function suggest(box) {
  known ??= await all(box.dataset.suggest);
  new Suggestions(box).propose();
}
