// The list beside a map: the points in view by name, with kind, town and distance.
import { distance, factsOf, farther } from "./facts.js";
import { _ } from "./shared.js";

export const LISTED = 30;

export class List {
  /** `source` is where points are told of, `middle` what finds the middle of the map. */
  constructor(element, source, words, middle) {
    this.source = source;
    this.words = words;
    this.middle = middle;
    this.near = element.dataset.near?.split(",").map(Number);
    this.items = [];
    this.details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = words.list;
    this.rows = document.createElement("ul");
    this.details.append(summary, this.rows);
    // Beside the map, where there is room.
    this.details.open = matchMedia("(min-width: 75rem)").matches;
    this.details.hidden = true;
    this.details.addEventListener("toggle", () => this.details.open && this.explain());
    element.append(this.details);
  }

  /** Lists the points nearest to the place that was asked for, or to the middle of the map. */
  show(items) {
    const { lat, lng } = this.middle();
    const [from, along] = this.near ?? [lat, lng];
    const placed = items.map((item) => ({ item, far: distance(from, along, item.lat, item.lon) }));
    placed.sort((one, other) => one.far - other.far);
    const shown = placed.slice(0, LISTED);
    this.details.hidden = !items.length;
    this.items = shown.map(({ item, far }) => ({ item, line: line(link(item, this.words), ...this.away(far)) }));
    const more = items.length - LISTED;
    const rest = more > 0 ? [line(_("and %(n)s more: zoom in to see them", { n: number(more) }))] : [];
    this.rows.replaceChildren(...this.items.map((one) => one.line), ...rest);
    if (this.details.open) this.explain();
  }

  away(far) {
    if (!this.near) return [];
    const said = document.createElement("strong");
    said.textContent = farther(far);
    return [" ", said];
  }

  /** Says kind and town of what is listed, which is asked for once. */
  async explain() {
    const listed = this.items;
    const unknown = listed.map(({ item }) => item).filter((item) => !item.brief);
    if (unknown.length) await this.ask(unknown);
    // Another list may have come meanwhile.
    if (listed !== this.items) return;
    for (const { item, line } of listed) {
      if (item.brief && !line.querySelector(".facts-line")) line.append(" ", factsOf(item.brief, this.titles));
    }
  }

  async ask(items) {
    const url = new URL(this.source);
    url.searchParams.set("_view", around(items));
    url.searchParams.set("_facts", "brief");
    try {
      const { points, facts } = await (await fetch(url)).json();
      const known = new Map((points ?? []).map((point) => [key(point), point[4]]));
      for (const item of items) item.brief = known.get(key([item.lat, item.lon, item.label, item.end]));
      this.titles = facts;
    } catch {
      // The names are there.
    }
  }
}

const key = (point) => point.slice(0, 4).join("\n");
const number = (value) => value.toLocaleString(document.documentElement.lang);

/** The box of some points, a little wider, as an address has it. */
export function around(items) {
  const lats = items.map(({ lat }) => lat);
  const lons = items.map(({ lon }) => lon);
  const least = [Math.min(...lons), Math.min(...lats)].map((one) => one - 1e-4);
  const most = [Math.max(...lons), Math.max(...lats)].map((one) => one + 1e-4);
  return [...least, ...most].map((one) => one.toFixed(4)).join();
}

export function line(...content) {
  const item = document.createElement("li");
  item.append(...content);
  return item;
}

/** The label of a point, which leads to its page where it has one. */
export function link({ label, href }, { one }) {
  const text = label || one;
  if (!href) return document.createTextNode(text);
  const found = document.createElement("a");
  found.href = href;
  found.textContent = text;
  if (window.top !== window) found.target = "_blank";
  return found;
}
