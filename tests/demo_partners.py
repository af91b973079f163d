"""The six partners of the demo's network, served as their own tools would.

`python -m tests.demo_partners` harvests them and writes the copies that are committed.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from data.generator.network_sources import write_sources
from publish.bakehouse.partners.copies import harvest, partner_folder
from publish.bakehouse.partners.copy_file import Copy, came_from, read_copy, write_copy
from publish.bakehouse.partners.harvested import Harvested
from publish.declare.partner import Partner
from publish.declare.site import SiteFolder
from tests.bakehouse.partners.services import Answer, serving
from tests.conftest import ROOT
from tests.servers import serving as running
from tests.sites import METADATA, publish_one

DATASET = "reseau-transition"
PARTNERS = ("archipel", "carte", "estuaire", "nord", "vallees", "voisins")
DAY = date(2026, 11, 20)
"""The day on which all six were asked."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMMITTED = ROOT / "data" / DATASET / "partners"
ESTUAIRE = """\
title: {fr: Annuaire de l’Estuaire, en: Directory of the Estuary}
description: {fr: Des organisations inventées., en: Invented organisations.}
producer: {name: Commun de l’Estuaire, url: "https://commun-estuaire.example.org"}
contact: annuaire@commun-estuaire.example.org
contributed: true
license: ODbL-1.0
frequency: weekly
demo: true
updated: {column: organisations.modifie}
reviewed: {by: "Félix Tamisier", on: 2026-06-30, until: 2999-12-31}
tables:
  organisations:
    title: {fr: Organisations, en: Organisations}
    about: things
    primary_key: id
    sources: [{path: exports/annuaire.csv, delimiter: ";"}]
    accept:
      adresse: {kind: address, why: "Siège d’une association.", until: 2999-12-31}
      telephone: {kind: phone, why: "Numéro d’accueil.", until: 2999-12-31}
    columns:
      id: {type: string, role: open, description: {fr: Identifiant}}
      nom: {type: string, role: open, description: {fr: Nom}}
      statut: {type: string, role: open, description: {fr: Forme juridique}}
      siret: {type: string, role: open, description: {fr: SIRET}}
      adresse: {type: string, role: open, description: {fr: Adresse}}
      code_postal: {type: string, role: open, description: {fr: Code postal}}
      commune: {type: string, role: open, description: {fr: Commune}}
      insee: {type: string, role: open, description: {fr: Code INSEE}}
      telephone: {type: string, role: open, description: {fr: Téléphone}}
      site: {type: string, role: open, description: {fr: Site}}
      themes: {type: list, role: open, separator: "|", description: {fr: Thèmes}}
      annee: {type: integer, role: open, description: {fr: Année}}
      modifie: {type: date, role: open, description: {fr: Jour de modification}}
      lat: {type: number, role: open, description: {fr: Latitude}}
      lon: {type: number, role: open, description: {fr: Longitude}}
    browse: {facets: [statut], search: [nom], label: nom, map: [lat, lon]}
"""


@dataclass(frozen=True)
class Brought:
    """What a harvest of a partner came to, and the copy that it left."""

    harvested: Harvested
    copy: Copy
    content: bytes


@contextmanager
def served(folder: Path) -> Iterator[Mapping[str, str]]:
    """The address of each partner's real server, while the block lasts."""
    with ExitStack() as stack:
        addresses = {
            name: stack.enter_context(serving(answers)).address
            for name, answers in _answers(folder).items()
        }
        estuaire = _estuaire(folder / "site", folder / "estuaire" / "annuaire.csv")
        yield {**addresses, "estuaire": stack.enter_context(running(estuaire.root)).address}


def brought(site: SiteFolder, addresses: Mapping[str, str]) -> dict[str, Brought]:
    """A harvest of all six, on a site that has no copy of any."""
    site.private.mkdir(parents=True)
    hosts = [f"  {urlsplit(one).netloc}: {{datasets: {DATASET}}}" for one in addresses.values()]
    (site.private / "sources.yaml").write_text("\n".join(("hosts:", *hosts)) + "\n")
    return {name: _brought(site, name, addresses[name]) for name in PARTNERS}


def committed(name: str) -> Brought:
    """The copy of a partner that is committed, as the demo reads it."""
    demo, declared = SiteFolder(ROOT), _declared(name)
    kept = read_copy(COMMITTED / name)
    assert kept is not None
    read = harvest(demo, DATASET, name, declared, DAY, False)
    return Brought(read, kept.copy, kept.path.read_bytes())


def _brought(site: SiteFolder, name: str, address: str) -> Brought:
    declared = _declared(name)
    path = declared.source.path or ""
    parts = urlsplit(path)
    here = declared.source.model_copy(
        update={"path": path.replace(f"{parts.scheme}://{parts.netloc}", address)}
    )
    at_home = declared.model_copy(update={"source": here})
    harvested = harvest(site, DATASET, name, at_home, DAY, True, pauses=())
    kept = read_copy(partner_folder(site, DATASET, name))
    assert kept is not None, harvested.stale
    # Where the real address of the demo would be asked, that is where it came from.
    copy = kept.copy.model_copy(update={"of": came_from(declared.source)})
    return Brought(harvested, copy, kept.path.read_bytes())


def _declared(name: str) -> Partner:
    return SiteFolder(ROOT).partners(DATASET)[name]


def _answers(folder: Path) -> dict[str, dict[str, Answer]]:
    """What each of the five that are no Fournil answers."""
    write_sources(folder)
    entries = json.loads((folder / "voisins" / "entries.json").read_text(encoding="utf-8"))
    found = [{key: one[key] for key in ("id", "title", "lat", "lng")} for one in entries]
    whole = f"/v0/entries/{','.join(one['id'] for one in entries)}"
    return {
        "nord": {"/annuaire.csv": _file(folder / "nord" / "annuaire.csv", "text/csv")},
        "vallees": {"/annuaire.xlsx": _file(folder / "vallees" / "annuaire.xlsx", XLSX)},
        "carte": {
            "/api/elements.json": _file(folder / "carte" / "elements.json"),
            "/api/taxonomy.json": _file(folder / "carte" / "taxonomy.json"),
        },
        "archipel": {"/organizations": _file(folder / "archipel" / "organizations.jsonld")},
        "voisins": {
            "/v0/search": Answer(json.dumps({"visible": found, "invisible": []}).encode()),
            whole: _file(folder / "voisins" / "entries.json"),
        },
    }


def _file(path: Path, kind: str = "application/json") -> Answer:
    return Answer(path.read_bytes(), kind)


def _estuaire(root: Path, rows: Path) -> SiteFolder:
    """The site of the partner that has a Fournil of its own, with its release."""
    site = SiteFolder(root)
    (site.data / "annuaire" / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (site.data / "annuaire" / "dataset.yaml").write_text(ESTUAIRE, encoding="utf-8")
    shutil.copy(rows, site.data / "annuaire" / "exports" / "annuaire.csv")
    outcome = publish_one(site, DAY)
    assert outcome.status == "published", outcome
    return site


def main() -> None:
    """Harvest the six and commit what came."""
    with tempfile.TemporaryDirectory() as there, served(Path(there) / "theirs") as addresses:
        for name, came in brought(SiteFolder(Path(there) / "ours"), addresses).items():
            folder = COMMITTED / name
            folder.mkdir(exist_ok=True)
            (folder / came.copy.file).write_bytes(came.content)
            write_copy(folder, came.copy)


if __name__ == "__main__":
    main()
