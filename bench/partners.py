"""A hundred partners of all kinds, from their servers to a release: `python -m bench.partners`.

Each gives 300 rows: branches, neighbours, duplicates across partners, ids given twice, values that
are none, categories in their own words. What is measured is the publication, in a process of its
own: first, then unchanged on the same day and a week later. `--peer FILE` reads the same answers
and writes them as one table, with no ids, rejects, duplicates or licences.
"""

import csv
import io
import json
import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import duckdb
import openpyxl
import pyarrow as pa

from bench.measure import WORK, cost, module
from bench.partner_kinds import KINDS, OURS, SHEET, Kind, Row, map_of, texts
from bench.partners_link import directory
from publish.declare.site import SiteFolder
from tests.bakehouse.partners.services import serving
from tests.servers import serving as running
from tests.sites import METADATA, publish_one

PARTNERS, EACH = 100, 300
HERE = WORK / "partners"
DAYS = (("first", date(2026, 11, 20)), ("same day", date(2026, 11, 20)),
        ("a week later", date(2026, 11, 27)))  # fmt: skip
FOURNIL = Kind("", "harvest: fournil", ("id", *OURS[1:]), lambda _: {}, "")
FILE = Kind("", 'delimiter: ";"', SHEET, lambda _: {}, "")
ORDER = (*KINDS, "fournil", "file", "gogocarto")
"""What each ten partners are: maps are the most frequent."""
HEAD = """\
title: {{fr: {title}}}
description: {{fr: Des organisations inventées.}}
producer: {{name: Le Réseau, url: "https://example.org"}}
contact: contact@example.org
contributed: true
license: ODbL-1.0
frequency: weekly
updated: {{on: 2026-11-15}}
reviewed: {{by: Ada, on: 2026-01-01, until: 2999-12-31}}
tables:
"""
TABLE = """\
  {name}:
    title: {{fr: "Lieux {name}"}}
    about: things
    {feed}
    accept:
      address: {{kind: address, why: "Siège d’une association.", until: 2999-12-31}}
      phone: {{kind: phone, why: "Accueil d’une association.", until: 2999-12-31}}
      email: {{kind: email, why: "Accueil d’une association.", until: 2999-12-31}}
    columns:
"""
COLUMNS = {
    "name": "string", "address": "string", "postcode": "string", "town": "string",
    "email": "string", "website": "string", "phone": "string", "themes": "list",
    "founded": "integer", "lat": "number", "lon": "number",
}  # fmt: skip
COMPARE = (
    "partners: {compare: {name: name, address: address, postcode: postcode, town: name, "
    "email: email, website: website, phone: phone}, golden: {themes: union}}\n"
    "    coordinates: [{lat: lat, lon: lon, bounds: [-5.5, 41.0, 10.0, 51.5]}]"
)


def rows() -> list[list[Row]]:
    """The rows of each partner, in its words."""
    chance, found = random.Random(91), list(directory(PARTNERS * EACH))
    return [
        [_told(chance, row, number) for number, row in enumerate(found[n * EACH : (n + 1) * EACH])]
        for n in range(PARTNERS)
    ]


def _told(chance: random.Random, row: Row, number: int) -> Row:
    """A row as it is given: of a hundred, two have a year that is none, one has another's id."""
    kind = row["name"].split(" ")[0].strip("-").lower()
    themes = chance.sample((kind, kind.upper(), "Jardins", "Vélo", "divers", "à trier"), k=2)
    year: Any = chance.randint(1901, 2026)
    return row | {
        "id": "lieu" if number % 100 == 99 else row["id"].replace("/", "-"),
        "themes": ";".join(themes),
        "founded": "vers 1990" if chance.random() < 0.02 else year,
        "lat": row["lat"] and round(row["lat"], 5),
        "lon": row["lon"] and round(row["lon"], 5),
    }


def columns(**more: str) -> str:
    """The lines of `columns:`."""
    line = "      {}: {{type: {}, role: open, description: {{fr: {}}}}}\n"
    return "".join(line.format(name, kind, name) for name, kind in {**more, **COLUMNS}.items())


def theirs(root: Path, given: dict[str, list[Row]]) -> SiteFolder:
    """A site of another Fournil, with a table for each of its partners, published."""
    site, declared = SiteFolder(root), HEAD.format(title="Annuaires")
    folder = site.data / "annuaire"
    (folder / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    for name, mine in given.items():
        source = f'primary_key: id\n    sources: [{{path: exports/{name}.csv, delimiter: "|"}}]'
        text = columns(id="string").replace("type: list,", 'type: list, separator: ";",')
        declared += TABLE.format(name=name, feed=source) + text.replace("integer", "string")
        kept = {row["id"]: row for row in mine}
        write(folder / "exports" / f"{name}.csv", OURS, list(kept.values()), "|")
    (folder / "dataset.yaml").write_text(declared, encoding="utf-8")
    outcome = publish_one(site, DAYS[0][1])
    assert outcome.status == "published", outcome
    return site


def write(path: Path, header: tuple[str, ...], mine: list[Row], delimiter: str) -> None:
    """A file of rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([header, *map(texts, mine)])
    path.write_text(out.getvalue(), encoding="utf-8")


@contextmanager
def partners(site: SiteFolder) -> Iterator[list[dict[str, Any]]]:
    """Serves and declares all of them; what the peer has to read."""
    folder = site.data / "reseau"
    (folder / "partners").mkdir(parents=True)
    (folder / "exports").mkdir()
    site.private.mkdir()
    (site.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (folder / "dataset.yaml").write_text(
        HEAD.format(title="Réseau") + TABLE.format(name="lieux", feed=COMPARE) + columns(), "utf-8"
    )
    words = ["theirs,ours", *(f"{one},{one.capitalize()}" for one in ("jardins", "vélo", "fablab"))]
    (folder / "partners" / "categories.csv").write_text("\n".join(words) + "\n", "utf-8")
    given = {f"p{n:02}": (ORDER[n % len(ORDER)], mine) for n, mine in enumerate(rows())}
    with ExitStack() as stack:
        annuaires = {name: mine for name, (kind, mine) in given.items() if kind == "fournil"}
        there = theirs(site.root.parent / "theirs", annuaires)
        fournil = stack.enter_context(running(there.root)).address
        hosts, peer = {urlsplit(fournil).netloc}, []
        version = (there.releases / "annuaire" / "current").resolve().name
        for name, (kind, mine) in given.items():
            declared = {**KINDS, "fournil": FOURNIL, "file": FILE}[kind]
            if kind == "file":
                path = f"exports/{name}.csv"
                write(folder / path, SHEET, mine, ";")
                reads = [(folder / path).as_uri()]
            elif kind == "fournil":
                path = f"{fournil}/annuaire/{name}"
                reads = [f"{fournil}/download/annuaire/{version}/{name}.csv"]
            else:
                answers = declared.answers(mine)
                at = stack.enter_context(serving(answers)).address
                path = at + declared.path
                hosts.add(urlsplit(at).netloc)
                reads = [at + one for one in answers if one.startswith(declared.holds)]
            peer.append({"kind": kind, "columns": [*declared.columns], "reads": reads})
            (folder / "partners" / f"{name}.yaml").write_text(_declared(name, declared, path))
        listed = (f"  '{host}': {{datasets: reseau}}" for host in sorted(hosts))
        (site.private / "sources.yaml").write_text("\n".join(("hosts:", *listed)) + "\n")
        yield peer


def _declared(name: str, kind: Kind, path: str) -> str:
    unused = f"unused: {json.dumps([*kind.unused])}\n" if kind.unused else ""
    return (
        f"name: Partenaire {name}\nlicense: {kind.license}\n"
        "agreed: {by: Ada, on: 2026-01-01, until: 2999-12-31}\n"
        f'source: {{path: "{path}", {kind.source}}}\nid: "{kind.columns[0]}"\nmap:\n'
        + "\n".join(map_of(kind))
        + f"\n{unused}"
    )


def peer(path: Path) -> None:
    """Reads the same answers and writes one table: no more than that."""
    found: list[list[Any]] = []
    for one in json.loads(path.read_text(encoding="utf-8")):
        for address in one["reads"]:
            with urlopen(address) as answer:
                content = answer.read()
            if one["kind"] == "xlsx":
                sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
                lines = [list(row) for row in sheet.values][1:]  # type: ignore[union-attr]
            elif one["kind"] in ("cp1252", "descriptor", "file", "fournil"):
                text = content.decode("cp1252" if one["kind"] == "cp1252" else "utf-8-sig")
                cut = "," if one["kind"] in ("descriptor", "fournil") else ";"
                lines = list(csv.reader(io.StringIO(text), delimiter=cut))[1:]
            else:
                lines = [[_dug(it, at) for at in one["columns"]] for it in _listed(content)]
            found += [[str(cell) for cell in line[: len(OURS)]] for line in lines]
    table = {name: [line[n] for line in found] for n, name in enumerate(OURS)}
    whole = pa.table(table)
    duckdb.from_arrow(whole).to_csv(str(path.with_suffix(".csv")))
    duckdb.from_arrow(whole).to_parquet(str(path.with_suffix(".parquet")))


def _listed(content: bytes) -> list[Any]:
    said = json.loads(content)
    if isinstance(said, dict):
        said = said.get("data") or said["ldp:contains"]
    return list(said)


def _dug(record: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(record, list):
            record = [one.get(key) for one in record]
        else:
            record = (record or {}).get(key)
    return record


def main() -> None:
    """Measure what the arguments ask for."""
    if sys.argv[1:2] == ["--peer"]:
        peer(Path(sys.argv[2]))
        return
    shutil.rmtree(HERE, ignore_errors=True)
    HERE.mkdir(parents=True)
    site = SiteFolder(HERE / "ours")
    site.root.mkdir()
    with partners(site) as reads:
        read = HERE / "peer.json"
        read.write_text(json.dumps(reads), encoding="utf-8")
        for what, day in DAYS:
            run = module("publish.cli", "--site", site.root, "publish", "--as-of", day)
            print(f"{what:<14}", cost(run), flush=True)
        print(f"{'peer':<14}", cost(module("bench.partners", "--peer", read)), flush=True)


if __name__ == "__main__":
    main()
