"""Where a dataset is about, as udata says it: a zone that it knows, or a box."""

import re
from collections.abc import Mapping

from publish.portals.udata.portal import Answered, Json, Portal

# Addresses of the official geographic code, by the kind of place.
INSEE = re.compile(r"https?://id\.insee\.fr/geo/([a-z-]+)/([0-9AB]+)(?:/.*)?")
LEVELS: Mapping[str, str] = {
    "commune": "fr:commune",
    "departement": "fr:departement",
    "region": "fr:region",
    "pays": "country",
}


def spatial(portal: Portal, place: str | None, box: tuple[float, ...] | None) -> Json | None:
    """The zone of a declared place if the portal knows it, else the box around what is mapped.

    Both keys are there: udata keeps what is not sent, and takes no zone beside a box.
    """
    if zone := _zone(portal, place):
        return {"zones": [zone], "geom": None}
    if box is None:
        return None
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"zones": None, "geom": {"type": "MultiPolygon", "coordinates": [[ring]]}}


def shown(there: Json | None) -> Json | None:
    """What the portal says, in the same shape; None where it says nothing."""
    if not there or not (there.get("zones") or there.get("geom")):
        return None
    zones = [one["id"] if isinstance(one, dict) else one for one in there.get("zones") or ()]
    return {"zones": zones or None, "geom": there.get("geom")}


def _zone(portal: Portal, place: str | None) -> str | None:
    if place is None:
        return None
    if found := INSEE.fullmatch(place):
        level, code = found.groups()
        return _known(portal, f"{LEVELS[level]}:{code}") if level in LEVELS else None
    if re.fullmatch(r"[a-z-]+(:[a-z-]+)?:[0-9A-Za-z]+", place):
        return _known(portal, place)
    if place.startswith("http"):
        return None
    return _named(portal, place)


def _known(portal: Portal, zone: str) -> str | None:
    try:
        return str(portal.get(f"1/spatial/zone/{zone}/")["id"])
    except Answered as no:
        if no.status == 404:
            return None
        raise


def _named(portal: Portal, place: str) -> str | None:
    """The zone of that name, if there is one and no other."""
    found = portal.get("1/spatial/zones/suggest/", q=place, size=50)
    same = [one["id"] for one in found if one["name"].casefold() == place.casefold()]
    countries = [one for one in same if one.startswith("country:")]
    same = countries or same
    return str(same[0]) if len(same) == 1 else None
