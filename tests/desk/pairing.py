"""A site whose places come of partners: their rows, and pairs that a publication asks of."""

import json
from pathlib import Path

from publish.corrections.pairs import Told, tell_pairs
from publish.declare.site import SiteFolder
from tests.sites import ABOUT, DAY, METADATA, declare, make_site, publish

PLACE = ("lieux", "places")
PATH = "/desk/lieux/duplicates"
TABLES = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    primary_key: id
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      id: {type: string, role: open, description: {fr: Identifiant}}
      name: {type: string, role: open, title: {fr: Nom, en: Name}, description: {fr: Nom}}
      city: {type: string, role: open, title: {fr: Ville, en: Town}, description: {fr: Ville}}
      note: {type: string, role: identifier, protect: drop, description: {fr: Note}}
    browse: {facets: [city], label: name}
  places_sources:
    title: {fr: Sources, en: Sources}
    about: things
    primary_key: [partner, source_id]
    sources: [{path: exports/sources.csv, delimiter: ";"}]
    columns:
      id: {type: string, role: open, description: {fr: Ligne}}
      partner: {type: string, role: open, description: {fr: Partenaire}}
      source_id: {type: string, role: open, description: {fr: Leur nom}}
      license: {type: string, role: open, title: {fr: Licence, en: Licence}, description: {fr: L}}
      columns: {type: list, separator: ",", role: open, description: {fr: Colonnes}}
"""
PLACES = (
    "p1;Café des Œuvres;Lyon;secret-1",
    "p2;Le café des œuvres;Lyon;secret-2",
    "p3;Jardin <b>d’Éole</b>;Paris;secret-3",
)
SOURCES = (
    "p1;alpha;1;ODbL-1.0;name,city",
    "p2;beta;x/7;etalab-2.0;name,city",
    "p3;alpha;3;ODbL-1.0;name",
    "p3;beta;9;etalab-2.0;city",
    "p3;gamma;q;etalab-2.0;",
)


def fed_site(root: Path) -> SiteFolder:
    """A site with a desk: of its three places one was made of three partners' rows."""
    site = make_site(root)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    declare(site, ABOUT + TABLES)
    exports = site.data / "lieux" / "exports"
    (exports / "lieux.csv").write_text("\n".join(("id;name;city;note", *PLACES)) + "\n", "utf-8")
    header = "id;partner;source_id;license;columns"
    (exports / "sources.csv").write_text("\n".join((header, *SOURCES)) + "\n", "utf-8")
    publish(site)
    return site


def pair(left: str, right: str, probability: float = 0.8, city: str = "Lyon", **more: str) -> Told:
    """A pair as a publication tells it."""
    both = {
        "left": {"id": None, "name": "Café des Œuvres", "city": city},
        "right": {"id": None, "name": "Le café <i>des œuvres</i>", "city": "Lyon", **more},
    }
    why = [
        {"column": "", "level": "before", "weight": -6.5},
        {"column": "name", "level": "nearly equal", "weight": 9.25},
        {"column": "city", "level": "different", "weight": -0.75},
    ]
    return Told(left, right, probability, json.dumps(why), json.dumps(both))


def tell(site: SiteFolder, *pairs: Told) -> None:
    """What a publication does at its end."""
    tell_pairs(site.desk, *PLACE, pairs, DAY)
