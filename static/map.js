// The map of a table: loads Leaflet when it comes into sight, then the points of what is in view.
import { factsOf } from "./facts.js";
import { LISTED, List, around, line, link } from "./listed.js";
import { Names } from "./names.js";
import { _ } from "./shared.js";

const CELL = 40; // pixels: points of one cell are shown as one number
const FARTHEST = 17;
// Nearer than that, the coarse lines of rivers would run through towns where no river is.
const RIVERS = 8;

for (const element of document.querySelectorAll("[data-map]")) whenSeen(element, () => open(element));

/** Runs once, when the element is about to be seen. */
function whenSeen(element, run) {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      run();
    },
    { rootMargin: "100px" },
  );
  watch.observe(element);
}

async function open(element) {
  const { leaflet, style, contours, tiles, page } = element.dataset;
  try {
    const [, , outlines, names] = await Promise.all([
      import(new URL(leaflet, location)),
      styled(style),
      fetch(contours).then((answer) => answer.json()),
      // Tiles have names of their own.
      !tiles && fetch(element.dataset.names).then((answer) => answer.json()),
      page && counted(element, page),
    ]);
    const view = new View(element, outlines);
    if (names) new Names(view.map, names);
    if (tiles) lay(view.map, JSON.parse(tiles));
  } catch {
    // The picture stays: it shows the same points.
  }
}

/** Takes what to show first from the page of the map: the page of the rows did not count it. */
async function counted(element, page) {
  const answer = await fetch(page);
  const there = new DOMParser().parseFromString(await answer.text(), "text/html");
  Object.assign(element.dataset, there.querySelector("[data-map]").dataset);
}

/** Draws the tiles of the site's own; where they fail, the outlines are enough. */
async function lay(map, tiles) {
  try {
    const script = await import(new URL(tiles.script, location));
    await script.lay(map, tiles);
  } catch {
    // Nothing was drawn.
  }
}

/** Resolves when the style sheet is there. */
function styled(href) {
  return new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    Object.assign(sheet, { rel: "stylesheet", href, onload: resolve, onerror: reject });
    document.head.prepend(sheet);
  });
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (value) => value.toLocaleString(document.documentElement.lang);

class View {
  constructor(element, outlines) {
    this.source = new URL(element.dataset.points, location);
    this.category = element.dataset.color;
    this.way = element.dataset.way ?? "";
    this.markers = new Map();
    this.held = null;
    this.words = words("shapes" in element.dataset);
    const box = document.createElement("div");
    box.className = "map";
    element.replaceChildren(box);
    this.state = paragraph(element);
    this.legend = document.createElement("ul");
    this.legend.className = "legend";
    this.list = new List(element, this.source, this.words, () => this.map.getCenter());
    element.insertBefore(this.legend, this.state);
    const map = (this.map = window.L.map(box, {
      zoomControl: false,
      maxZoom: FARTHEST,
      minZoom: 1,
      zoomSnap: 0.25,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      maxBounds: [[-86, -200], [86, 200]],
    }));
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", _("Map: arrow keys move it, + and - zoom, Tab goes from point to point"));
    this.control(outlines);
    const { view, all } = element.dataset;
    const asked = new URLSearchParams(location.search).get("_view") ?? "";
    map.fitBounds(bounds(BOX.test(asked) ? asked : view));
    if (all !== view) {
      this.state.before(whole(() => map.fitBounds(bounds(all)), this.words.all));
    }
    map.on("moveend", () => this.update());
    map.on("moveend", () => kept(map.getBounds()));
    map.on("popupopen", ({ popup }) => opened(popup));
    map.on("popupopen", ({ popup }) => this.explain(popup));
    this.update();
  }

  /** Buttons in the language of the page, outlines in its colours. */
  control(outlines) {
    const { L } = window;
    L.control.zoom({ zoomInTitle: _("Zoom in"), zoomOutTitle: _("Zoom out") }).addTo(this.map);
    this.map.attributionControl.setPrefix(false).addAttribution(_("Outlines: Natural Earth"));
    // Below tiles, where the site has some.
    this.map.createPane("outlines").style.zIndex = 150;
    const renderer = L.canvas({ padding: 0.5, pane: "outlines" });
    const land = L.geoJSON(outlines, { renderer, pane: "outlines", interactive: false });
    const paint = () =>
      land.setStyle((feature) => ({
        fill: feature.geometry.type === "MultiPolygon",
        fillOpacity: 1,
        fillColor: color("--bg-3"),
        color: color(isRiver(feature) ? "--river" : "--line-2"),
        weight: 1,
        opacity: isRiver(feature) && this.map.getZoom() > RIVERS ? 0 : 1,
      }));
    this.map.on("viewreset zoomend", paint);
    land.addTo(this.map);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  }

  /** Shows what is in view, asking for it when it was not asked for yet. */
  async update() {
    const view = this.map.getBounds();
    const zoom = this.map.getZoom();
    // Shapes are as fine as the zoom that they were asked for.
    const lasting = this.held?.points && !this.held.shapes;
    const enough = this.held?.box.contains(view) && (lasting || this.held.zoom === zoom);
    if (!enough) {
      try {
        await this.fetch(view.pad(0.5), zoom);
      } catch (error) {
        if (error.name !== "AbortError") this.state.textContent = _("The points could not be loaded.");
        return;
      }
    }
    this.draw();
  }

  async fetch(box, zoom) {
    this.asking?.abort();
    this.asking = new AbortController();
    const url = new URL(this.source);
    const degrees = (value, limit) => Math.max(-limit, Math.min(limit, value)).toFixed(4);
    const [west, east] = [degrees(box.getWest(), 180), degrees(box.getEast(), 180)];
    const [south, north] = [degrees(box.getSouth(), 90), degrees(box.getNorth(), 90)];
    url.searchParams.set("_view", [west, south, east, north].join());
    url.searchParams.set("_zoom", Math.floor(zoom));
    if (this.category) url.searchParams.set("_color", this.category);
    const answer = await fetch(url, { signal: this.asking.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const { points, cells, table, shapes, left_out: left, categories } = await answer.json();
    const held = points
      ? points.map(([lat, lon, label, end, category]) => ({
          lat,
          lon,
          count: 1,
          label,
          href: end && this.to(table, end),
          end,
          category,
        }))
      : cells.map(([lat, lon, count]) => ({ lat, lon, count }));
    this.held = { box, zoom, points, items: held, shapes, left };
    explained(this.legend, categories ?? []);
    this.outline(shapes ?? [], table);
  }

  /** The address of a row, which knows the way back to the rows selected. */
  to(table, end) {
    const url = new URL(`${table}/${end}${this.way}`, location);
    const asked = new URLSearchParams(location.search).get("_lang");
    if (asked) url.searchParams.set("_lang", asked);
    return url.pathname + url.search;
  }

  /** Shapes, below the markers that name them and lead to their pages. */
  outline(shapes, table) {
    const { L } = window;
    this.shapes?.remove();
    this.canvas ??= L.canvas({ padding: 0.5 });
    this.shapes = L.featureGroup();
    for (const [label, end, geometry] of shapes) {
      const style = { color: color("--brand"), weight: 2, fillOpacity: 0.2, renderer: this.canvas };
      // Points have their marker.
      const layer = L.geoJSON(geometry, { style, pointToLayer: () => null });
      layer.bindPopup(popup([{ label, href: end && this.to(table, end) }], this.words));
      this.shapes.addLayer(layer);
    }
    this.shapes.addTo(this.map);
  }

  /** One marker a group; those that stay keep their place and the focus. */
  draw() {
    const view = this.map.getBounds().pad(0.2);
    const groups = new Map();
    for (const [key, group] of this.grouped()) if (view.contains(group.at)) groups.set(key, group);
    for (const [key, marker] of this.markers) {
      if (!groups.has(key)) {
        marker.remove();
        this.markers.delete(key);
      }
    }
    for (const [key, group] of groups) {
      if (!this.markers.has(key)) this.markers.set(key, this.marked(group));
    }
    this.tell();
  }

  /** The groups of all that was loaded: the same until another zoom or another answer. */
  grouped() {
    const zoom = this.map.getZoom();
    if (this.held.groupedAt === zoom) return this.held.groups;
    const cells = new Map();
    for (const item of this.held.items) {
      const { x, y } = this.map.project([item.lat, item.lon], zoom);
      const cell = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`;
      const group = cells.get(cell);
      if (group) join(group, { items: [item], count: item.count, x, y });
      else cells.set(cell, { cell, items: [item], count: item.count, x, y });
    }
    const groups = new Map();
    for (const group of apart([...cells.values()])) {
      const { items, count, cell } = group;
      group.at = this.map.unproject([group.x, group.y], zoom);
      groups.set(items.length === 1 && items[0].href ? items[0].href : `${zoom} ${cell} ${count}`, group);
    }
    Object.assign(this.held, { groups, groupedAt: zoom });
    return groups;
  }

  marked({ items, count, at }) {
    const { L } = window;
    const size = sizeOf(count);
    const html = count === 1 ? "" : `<span>${short(count)}</span>`;
    const icon = L.divIcon({ className: count === 1 ? "point" : "points", html, iconSize: [size, size] });
    const marker = L.marker(at, { icon, riseOnHover: true }).addTo(this.map);
    const name = count === 1 ? items[0].label || this.words.one : this.words.some(short(count));
    marker.getElement().setAttribute("aria-label", name);
    marker.getElement().title = name;
    if (count === 1) mark(marker.getElement(), items[0].category);
    if (count === 1) marker.bindPopup(popup(items, this.words)).getPopup().item = items[0];
    else marker.on("click", () => this.enter(items, marker));
    return marker;
  }

  /** Says of a single point what a person needs, once it is asked for. */
  async explain(popup) {
    const { item } = popup;
    if (!item || item.told) return;
    item.told = true;
    const url = new URL(this.source);
    url.searchParams.set("_view", around([item]));
    url.searchParams.set("_facts", "1");
    try {
      const { points, facts } = await (await fetch(url)).json();
      const found = points.find(([, , label, end]) => label === item.label && end === item.end);
      if (!found) return;
      const focused = document.activeElement;
      popup.getContent().append(factsOf(found[4], facts));
      popup.update();
      // The content was taken out and put back.
      if (popup.getContent().contains(focused)) focused.focus({ preventScroll: true });
    } catch {
      item.told = false;
    }
  }

  /** Goes nearer to a number; names its points where they are all in one place. */
  enter(items, marker) {
    const bounds = window.L.latLngBounds(items.map(({ lat, lon }) => [lat, lon]));
    const zoom = Math.min(FARTHEST, this.map.getBoundsZoom(bounds.pad(0.1)), this.map.getZoom() + 4);
    if (zoom > this.map.getZoom()) {
      this.map.setView(bounds.getCenter(), zoom);
      this.map.getContainer().focus({ preventScroll: true });
    } else if (this.map.getZoom() < FARTHEST) this.map.setView(marker.getLatLng(), this.map.getZoom() + 2);
    else marker.bindPopup(popup(items, this.words)).openPopup();
  }

  /** How many points are in view, and which where they are few. */
  tell() {
    const view = this.map.getBounds();
    const seen = this.held.items.filter(({ lat, lon }) => view.contains([lat, lon]));
    const count = seen.reduce((sum, item) => sum + item.count, 0);
    const told = [this.words.view(number(count))];
    if (this.held.left) told.push(_("not drawn: %(n)s, zoom in to see them", { n: number(this.held.left) }));
    this.state.textContent = told.join(" – ");
    this.list.show(seen.filter((item) => item.label !== undefined));
  }
}

// Colours that are told apart by day, by night and by who sees few colours; letters tell the rest.
const COLORS = ["#0b66c3", "#b3440b", "#1d7a46", "#8a3ea8", "#a80f4d", "#6b5b00", "#00707a"];
const OTHER = "#5c6470";
const letter = (place) => (place < COLORS.length ? String.fromCharCode(65 + place) : "");

/** Gives a marker the colour and the letter of its category. */
function mark(element, place) {
  if (place === undefined) return;
  element.dataset.mark = letter(place);
  element.style.setProperty("--mark", COLORS[place] ?? OTHER);
}

/** What colours and letters mean. */
function explained(legend, categories) {
  const lines = categories.slice(0, COLORS.length).map((name, place) => keyed(name, place));
  if (categories.length > COLORS.length) lines.push(keyed(_("Others"), COLORS.length));
  legend.replaceChildren(...lines);
  legend.hidden = !lines.length;
}

function keyed(name, place) {
  const sign = document.createElement("span");
  sign.className = "mark";
  sign.textContent = letter(place);
  sign.style.setProperty("--mark", COLORS[place] ?? OTHER);
  const item = line(sign);
  item.append(name);
  return item;
}

/** What is on the map: points or shapes. */
const words = (shapes) =>
  shapes
    ? {
        all: _("Show all the shapes"),
        list: _("List of the shapes in view"),
        one: _("One shape"),
        some: (n) => _("%(n)s shapes", { n }),
        view: (n) => _("Shapes in view: %(n)s", { n }),
      }
    : {
        all: _("Show all the points"),
        list: _("List of the points in view"),
        one: _("One point"),
        some: (n) => _("%(n)s points", { n }),
        view: (n) => _("In view: %(n)s", { n }),
      };

/** The width of a marker in pixels. */
const sizeOf = (count) => (count === 1 ? 26 : Math.min(56, 28 + 5 * Math.log10(count) ** 1.3));

/** Takes another group in, at the place between the two. */
function join(group, other) {
  const count = group.count + other.count;
  group.x += ((other.x - group.x) * other.count) / count;
  group.y += ((other.y - group.y) * other.count) / count;
  group.count = count;
  group.items.push(...other.items);
}

/** The groups, joined until no marker covers another: each can be hit and read. */
function apart(groups) {
  groups.sort((one, other) => other.count - one.count);
  for (let before = 0; before !== groups.length; ) {
    before = groups.length;
    const kept = [];
    for (const group of groups) {
      const near = kept.find((one) => touches(one, group));
      if (near) join(near, group);
      else kept.push(group);
    }
    groups = kept;
  }
  return groups;
}

const touches = (one, other) =>
  Math.hypot(one.x - other.x, one.y - other.y) < (sizeOf(one.count) + sizeOf(other.count)) / 2 + 6;

const BOX = /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/;

/** The view stays in the address: it can be kept and shared. */
function kept(box) {
  const url = new URL(location);
  url.searchParams.set("_view", box.toBBoxString().split(",").map((side) => Number(side).toFixed(4)).join());
  history.replaceState(history.state, "", url);
  // A choice of other colours keeps it too.
  const form = document.getElementById("colors");
  if (!form) return;
  const input = form.elements._view ?? form.appendChild(document.createElement("input"));
  Object.assign(input, { type: "hidden", name: "_view", value: url.searchParams.get("_view") });
}

const isRiver = (feature) => feature.properties.kind === "river";

/** `west,south,east,north` as Leaflet takes it. */
function bounds(text) {
  const [west, south, east, north] = text.split(",").map(Number);
  return [[south, west], [north, east]];
}

/** A button that shows everything at once. */
function whole(run, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = text;
  button.addEventListener("click", run);
  return button;
}

const short = (count) =>
  new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" }).format(count);

function paragraph(element) {
  const state = document.createElement("p");
  state.className = "small quiet";
  state.setAttribute("role", "status");
  element.append(state);
  return state;
}

function popup(items, words) {
  const content = document.createElement("div");
  if (items.length === 1) content.append(link(items[0], words));
  else {
    const all = document.createElement("ul");
    all.append(...items.slice(0, LISTED).map((item) => line(link(item, words))));
    content.append(all);
  }
  return content;
}

/** Says how to close it, and takes the keyboard along. */
function opened(popup) {
  const element = popup.getElement();
  const close = element.querySelector(".leaflet-popup-close-button");
  close?.setAttribute("aria-label", _("Close"));
  const back = document.activeElement;
  element.querySelector("a:not(.leaflet-popup-close-button)")?.focus({ preventScroll: true });
  popup.once("remove", () => back?.focus?.({ preventScroll: true }));
}
