// Names of places on the ground of a map: the largest first, as many as fit, none over another.
import { _ } from "./shared.js";

const MOST = 45;
// Pixels of a line, and beside a name.
const [LINE, GAP] = [18, 4];
const pen = document.createElement("canvas").getContext("2d");

export class Names {
  /** `names` are [name, latitude, longitude, inhabitants], the largest first. */
  constructor(map, names) {
    this.map = map;
    this.names = names;
    const pane = (this.pane = map.createPane("names"));
    pane.classList.add("leaflet-zoom-hide");
    // Above outlines and shapes, below markers.
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    pane.setAttribute("aria-hidden", "true");
    map.attributionControl.addAttribution(_("Names: GeoNames (CC BY 4.0)"));
    map.on("moveend", () => this.draw());
    this.draw();
  }

  /** What is called in this view: at each zoom the places of a size, without crowding. */
  draw() {
    const view = this.map.getBounds();
    const least = inhabitants(this.map.getZoom());
    const [taken, labels] = [[], []];
    pen.font = `12px ${getComputedStyle(this.pane).fontFamily}`;
    for (const [name, lat, lon, people] of this.names) {
      if (people < least || taken.length >= MOST) break;
      if (!view.contains([lat, lon])) continue;
      const { x, y } = this.map.latLngToContainerPoint([lat, lon]);
      const { width: wide } = pen.measureText(name);
      const box = [x - wide / 2 - GAP, y - LINE / 2, x + wide / 2 + GAP, y + LINE / 2];
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      labels.push(label(name, this.map.latLngToLayerPoint([lat, lon])));
    }
    this.pane.replaceChildren(...labels);
  }
}

/** The least inhabitants of a place that is named at a zoom. */
const inhabitants = (zoom) => (zoom < 4 ? 3e6 : zoom < 6 ? 3e5 : zoom < 8 ? 5e4 : zoom < 10 ? 1e4 : 0);

const overlap = (one, other) =>
  one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

function label(name, { x, y }) {
  const text = document.createElement("span");
  text.className = "place-name";
  text.textContent = name;
  text.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
  return text;
}
