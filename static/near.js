// "Around me": the position is asked for when the button is pressed, and stays here. What is asked
// of the site is a box of whole tenths of a degree around the tenth that the position is in.
import { distance, farther, factsOf } from "./facts.js";
import { _, announce } from "./shared.js";

const SHOWN = 10;
const DEGREE = 111.195; // kilometres
const form = document.getElementById("near");

if (form && window.isSecureContext && navigator.geolocation) offer();

function offer() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = _("Around me");
  button.addEventListener("click", () => around(button));
  form.prepend(button);
}

async function around(button) {
  const panel = shownIn();
  panel.say(_("Looking for your position…"));
  button.disabled = true;
  try {
    const { coords } = await position();
    await show(panel, coords.latitude, coords.longitude, Number(form.elements._km.value));
  } catch (error) {
    const refused = error.code === 1;
    panel.say(
      refused
        ? _("Your browser does not give your position: write a place instead.")
        : _("The nearest could not be found: write a place instead."),
    );
  } finally {
    button.disabled = false;
  }
}

const position = () =>
  new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(resolve, reject, { timeout: 15_000, maximumAge: 60_000 }),
  );

async function show(panel, lat, lon, km) {
  const url = new URL(form.dataset.points, location);
  url.searchParams.set("_bbox", box(lat, lon, km));
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  const { points, table, facts } = await answer.json();
  if (!points) return panel.say(_("Too many rows are near you: choose a smaller distance, or filter."));
  const found = points
    .map(([at, along, label, end, told]) => ({ far: distance(lat, lon, at, along), label, end, told }))
    .filter(({ far }) => far <= km)
    .sort((one, other) => one.far - other.far);
  panel.list(found, table, facts);
}

/** `west,south,east,north` in whole tenths: the same wherever in a tenth of a degree one stands. */
export function box(lat, lon, km) {
  const cell = (value) => Math.floor(value * 10);
  const south = cell(lat) - Math.ceil((km / DEGREE) * 10);
  const north = cell(lat) + 1 + Math.ceil((km / DEGREE) * 10);
  const farthest = Math.max(Math.abs(south), Math.abs(north));
  // At a pole every longitude is near.
  const wide = farthest >= 900 ? 1800 : Math.ceil((km / DEGREE / Math.cos((farthest * Math.PI) / 1800)) * 10);
  const [west, east] = wide >= 1795 ? [-1800, 1800] : [cell(lon) - wide, cell(lon) + 1 + wide];
  const turned = (tenth) => (tenth < -1800 ? tenth + 3600 : tenth > 1800 ? tenth - 3600 : tenth);
  const sides = [turned(west), Math.max(south, -900), turned(east), Math.min(north, 900)];
  return sides.map((tenth) => tenth / 10).join();
}

/** The panel under the form: a line that says what happens, and the list. */
function shownIn() {
  const old = document.getElementById("nearest");
  const section = document.createElement("section");
  section.id = "nearest";
  section.className = "panel";
  section.setAttribute("aria-labelledby", "nearest-title");
  const title = document.createElement("h2");
  title.id = "nearest-title";
  title.tabIndex = -1;
  title.textContent = _("Around me");
  const state = document.createElement("p");
  const rows = document.createElement("ol");
  rows.className = "nearest";
  section.append(title, state, rows);
  if (old) old.replaceWith(section);
  else form.after(section);
  return {
    say(text) {
      state.textContent = text;
      announce(text);
    },
    list(found, table, facts) {
      const said = found.length
        ? _("%(n)s within %(km)s km, the nearest first. Your position stays in this browser.", {
            n: number(found.length),
            km: number(Number(form.elements._km.value)),
          })
        : _("Nothing within %(km)s km: choose a larger distance.", { km: number(Number(form.elements._km.value)) });
      this.say(said);
      more(section, rows, found, table, facts);
      title.focus();
    },
  };
}

/** The next of the list, and a button for those behind. */
function more(section, rows, found, table, facts) {
  const next = found.slice(rows.children.length, rows.children.length + SHOWN);
  const items = next.map((one) => line(one, table, facts));
  rows.append(...items);
  section.querySelector("button")?.remove();
  if (rows.children.length >= found.length) return items;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = _("Show more");
  button.addEventListener("click", () => more(section, rows, found, table, facts)[0]?.querySelector("a")?.focus());
  section.append(button);
  return items;
}

function line({ far, label, end, told }, table, facts) {
  const item = document.createElement("li");
  const name = document.createElement(end ? "a" : "span");
  if (end) name.href = to(table, end);
  name.textContent = label || _("One point");
  const away = document.createElement("strong");
  away.textContent = farther(far);
  item.append(name, " ", away, " ", factsOf(told, facts));
  return item;
}

/** The address of a row, which knows the way back to the rows selected. */
function to(table, end) {
  const url = new URL(form.dataset.points, location);
  url.searchParams.delete("_facts");
  url.pathname = `${table}/${end}`;
  return url.pathname + url.search;
}

const number = (value) => value.toLocaleString(document.documentElement.lang);
