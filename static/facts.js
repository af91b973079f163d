// How scripts say distances, and what a person needs to know of a place.
import { _ } from "./shared.js";

const number = (value, digits = 1) =>
  value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });

/** Kilometres as people say them: metres where there are few. */
export function farther(km) {
  if (km < 0.995) return `${number(Math.round(km * 100) * 10)}\u00a0m`;
  return `${number(km, km < 20 ? 1 : 0)}\u00a0km`;
}

/** Kilometres on the sphere. */
export function distance(lat, lon, toLat, toLon) {
  const half = (degrees) => Math.sin((degrees * Math.PI) / 360) ** 2;
  const level = Math.cos((lat * Math.PI) / 180) * Math.cos((toLat * Math.PI) / 180);
  const part = half(toLat - lat) + level * half(toLon - lon);
  return 2 * 6371.0088 * Math.asin(Math.sqrt(part));
}

/** What is known of a place; nothing where it is unknown. */
export function factsOf(values, titles) {
  const all = document.createElement("span");
  all.className = "facts-line small quiet";
  all.append(...values.map((text, place) => fact(text, titles[place])).filter(Boolean));
  return all;
}

/** A value with its title for those who hear it; an address on the web as a link. */
function fact(text, title) {
  if (!text) return null;
  const part = document.createElement("span");
  const hidden = document.createElement("span");
  hidden.className = "unseen";
  hidden.textContent = title + _(":") + " ";
  part.append(hidden);
  if (/^https?:\/\/[^\s/]+\S*$/.test(text)) {
    const link = document.createElement("a");
    Object.assign(link, { href: text, rel: "noopener nofollow", textContent: text.split("/")[2] });
    part.append(link);
  } else part.append(text);
  return part;
}
