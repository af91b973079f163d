"""Makes small, real releases: SQLite files and descriptors as a publish run writes them."""

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.forms.picture import png
from publish.release.cards import Card
from publish.release.release import CARDS, SUMS

PRODUCER = {"title": "Collectif des lieux", "path": "https://lieux.example.org"}
ODBL = {
    "name": "ODbL-1.0",
    "title": "Open Database License (ODbL) 1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
}
LO2 = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}

PLACES_SQL = """
create table kinds (id text primary key, label text) strict;
create table places (
  id text primary key, name text, kind text references kinds(id), insee text,
  opened text, seats integer, tags text
) strict;
create index places_kind on places (kind);
create table notes (body text, place text) strict;
create view open_places as select p.id, p.name, k.label from places p join kinds k on k.id = p.kind;
create virtual table places_fts using fts5 (
  name, content='places', tokenize='unicode61 remove_diacritics 2'
);
"""


def site(root: Path, title: str = "Le fournil d'essai") -> Path:
    """A folder that is a site without releases."""
    (root / "releases").mkdir(parents=True)
    (root / "metadata.yaml").write_text(
        f"title: {{fr: {title}}}\n"
        "publisher: {name: Le collectif}\n"
        "contact: contact@example.org\n",
        encoding="utf-8",
    )
    return root


def places(root: Path, version: str = "1.0.0", rows: int = 6, **changes: Any) -> Path:
    """A release of `lieux`: ODbL, but its table `kinds` is LO2; a view, search, no-key table."""
    dataset = changes.pop("dataset", "lieux")
    folder = root / "releases" / dataset / version
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / f"{dataset}.db")) as connection:
        connection.executescript(PLACES_SQL)
        connection.executemany("insert into kinds values (?, ?)", [("a", "Café"), ("b", "Atelier")])
        connection.executemany(
            "insert into places values (?, ?, ?, ?, ?, ?, ?)", [_place(n) for n in range(rows)]
        )
        connection.execute("insert into notes values ('« Été » à l''œuvre', 'l-0')")
        if changes.pop("extra", False):
            connection.execute("alter table places add column extra text default 'x'")
        connection.execute("insert into places_fts (places_fts) values ('rebuild')")
        connection.commit()
        connection.execute("vacuum")
    return finish(root, dataset, version, places_package(version, rows, **changes))


def _place(n: int) -> tuple[Any, ...]:
    tags = json.dumps(["été", "hiver"] if n % 2 else ["été"], ensure_ascii=False)
    name = f"Café de l'Échange {n}"
    return f"l-{n}", name, "a" if n % 2 else "b", "01004", f"2026-0{n % 9 + 1}-01", n, tags


def places_package(version: str, rows: int, **changes: Any) -> dict[str, Any]:
    """The descriptor of `places`."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "lieux",
        "version": version,
        "created": "2026-11-21T00:00:00Z",
        "title": "Lieux partagés",
        "titles": {"fr": "Lieux partagés", "en": "Shared places"},
        "description": "Des lieux.",
        "descriptions": {"fr": "Des lieux."},
        "licenses": [ODBL, LO2],
        "contents_license": "DbCL-1.0",
        "contributors": [PRODUCER | {"roles": ["publisher"]}],
        "demo": True,
        "updated": {"date": "2026-11-15", "basis": "declared"},
        "resources": [
            _resource(
                "places",
                "Lieux",
                rows,
                {"id": "string", "name": "string", "kind": "string", "insee": "string",
                 "opened": "date", "seats": "integer", "tags": "list"},
                primary_key=["id"],
                foreign_keys=[
                    {"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["id"]}}
                ],
                browse={"facets": ["kind", "tags"], "search": ["name"], "label": "name",
                        "sort": "-seats"},
            ),
            _resource("kinds", "Genres", 2, {"id": "string", "label": "string"},
                      primary_key=["id"], browse={"label": "label"}, licenses=[LO2]),
            _resource("notes", "Notes", 1, {"body": "string", "place": "string"}),
        ],
    } | changes  # fmt: skip


def _resource(
    name: str,
    title: str,
    rows: int,
    columns: dict[str, str],
    *,
    primary_key: list[str] | None = None,
    foreign_keys: list[Any] | None = None,
    browse: dict[str, Any] | None = None,
    licenses: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    fields = [
        {"name": column, "type": kind, "title": column.title(),
         "descriptions": {"fr": f"La colonne {column}"}}
        | ({"unit": "sièges"} if column == "seats" else {})
        for column, kind in columns.items()
    ]  # fmt: skip
    schema = {"fields": fields, "primaryKey": primary_key or [], "foreignKeys": foreign_keys or []}
    return {
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "titles": {"fr": title},
        "descriptions": {"fr": f"{title}, une ligne par chose."},
        "licenses": licenses or [ODBL],
        "rows": rows,
        "schema": schema,
        "browse": browse or {},
    }


def visits(root: Path, version: str = "1.0.0") -> Path:
    """A release of `visites`: one table under LO2."""
    folder = root / "releases" / "visites" / version
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "visites.db")) as connection:
        connection.execute("create table days (day text primary key, visits integer) strict")
        connection.executemany(
            "insert into days values (?, ?)", [(f"2026-01-{d:02}", d) for d in range(1, 31)]
        )
        connection.commit()
    package = places_package(version, 0) | {
        "name": "visites",
        "titles": {"fr": "Fréquentation"},
        "licenses": [LO2],
        "demo": False,
        "resources": [
            _resource(
                "days",
                "Jours",
                30,
                {"day": "date", "visits": "integer"},
                primary_key=["day"],
                licenses=[LO2],
            )
        ],
    }
    return finish(root, "visites", version, package)


GARDENS: dict[str, Any] = {
    "name": "jardins",
    "title": "Les jardins d’ici",
    "url": "https://jardins.example.org",
    "license": "etalab-2.0",
    "rows": 2,
    "updated": "2026-11-02",
    "copy": "2026-11-20",
    "stale": False,
    "logo": "logo-jardins.png",
    "contact": "bonjour@jardins.example.org",
}
REPAIR: dict[str, Any] = {
    "name": "repair",
    "title": "Repair Network",
    "license": "ODbL-1.0",
    "rows": 2,
    "copy": "2026-10-05",
    "stale": True,
}
COMMONS_SQL = """
create table actors (
  id text primary key, name text, source text, source_id text, source_license text
) strict;
create table actors_sources (
  partner text, source_id text, id text, primary key (partner, source_id)
) strict;
insert into actors_sources values ('jardins', 'j-1', 'p1'), ('repair', 'r-1', 'p2');
"""


def commons(root: Path, *partners: dict[str, Any], dataset: str = "commun") -> Path:
    """A release of `commun`, whose table `actors` two partners feed; one row is of both."""
    folder = root / "releases" / dataset / "1.0.0"
    folder.mkdir(parents=True)
    (folder / GARDENS["logo"]).write_bytes(png(LOGO, 96, []))
    with closing(sqlite3.connect(folder / f"{dataset}.db")) as connection:
        connection.executescript(COMMONS_SQL)
        connection.executemany("insert into actors values (?, ?, ?, ?, ?)", list(_actors()))
        connection.commit()
    columns = {"id": "string", "name": "string", **dict.fromkeys(GIVEN, "array")}
    table = _resource("actors", "Acteurs", 3, columns, primary_key=["id"], browse=BROWSED)
    given = {"partners": list(partners or (GARDENS, REPAIR))}
    merged = table | given | {"retired": {"old": "p1"}}
    key = ["partner", "source_id"]
    told = dict.fromkeys((*key, "id"), "string")
    sources = _resource("actors_sources", "Provenances", 2, told, primary_key=key)
    package = places_package("1.0.0", 0) | {"licenses": [ODBL], "title": "Annuaire commun"}
    titles = {"titles": {"fr": "Annuaire commun", "en": "Common directory"}}
    return finish(
        root, dataset, "1.0.0", package | titles | {"resources": [merged, sources | given]}
    )


GIVEN = ("source", "source_id", "source_license")
BROWSED = {"label": "name", "facets": ["source"]}
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48" viewBox="0 0 96 48">'
    '<rect width="96" height="48" rx="8" fill="#2e7d32"/><circle cx="48" cy="24" r="14" '
    'fill="#ffeb3b"/></svg>'
)


def _actors() -> Iterator[tuple[str, ...]]:
    gardens, repair = ("jardins", "j-1", "etalab-2.0"), ("repair", "r-1", "ODbL-1.0")
    for id, name, of in (
        ("p1", "Jardin d’Éole", [gardens]),
        ("p2", "Repair Café", [repair]),
        ("p3", "Jardin du Repair Café", [gardens, repair]),
    ):
        yield id, name, *(json.dumps(list(lists)) for lists in zip(*of, strict=True))


def tables(
    root: Path,
    dataset: str,
    sql: str,
    rows: Mapping[str, Sequence[tuple[Any, ...]]],
    resources: list[dict[str, Any]],
) -> Path:
    """The first release of a dataset under LO2: what SQL makes, the rows of each table."""
    folder = root / "releases" / dataset / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / f"{dataset}.db")) as connection:
        connection.executescript(sql)
        for table, lines in rows.items():
            marks = ", ".join("?" * len(lines[0]))
            connection.executemany(f"insert into {table} values ({marks})", lines)
        connection.commit()
    package = places_package("1.0.0", 0) | {"licenses": [LO2]}
    return finish(root, dataset, "1.0.0", package | {"resources": resources})


def finish(root: Path, dataset: str, version: str, package: dict[str, Any]) -> Path:
    """Writes what goes beside the database, then makes the release current."""
    folder = root / "releases" / dataset / version
    (folder / "datapackage.json").write_text(json.dumps(package | {"name": dataset}))
    with closing(sqlite3.connect(folder / f"{dataset}.db")) as connection:
        for resource in package["resources"]:
            rows = connection.execute(f"select * from [{resource['name']}]")
            with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow([column for column, *_ in rows.description])
                writer.writerows(rows)
    write_sums(folder)
    make_current(root, dataset, version)
    return folder


def write_sums(folder: Path) -> None:
    """Writes the list of a release's files."""
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
    ]
    (folder / "SHA256SUMS").write_text("".join(sums))


def make_current(root: Path, dataset: str, version: str) -> None:
    """Points `current` at a version, as a publish run does: in one rename."""
    folder = root / "releases" / dataset
    fresh = folder / ".current"
    fresh.symlink_to(version)
    fresh.rename(folder / "current")


def give_cards(root: Path, told: dict[str, dict[str, Card]]) -> None:
    """The release of `lieux` with figures of columns, as the bake lists them."""
    folder = root / "releases" / "lieux" / "1.0.0"
    tree = {table: {n: one.tree for n, one in of.items()} for table, of in told.items()}
    text = json.dumps(tree).encode()
    (folder / CARDS).write_bytes(text)
    with (folder / SUMS).open("a") as sums:
        sums.write(f"{hashlib.sha256(text).hexdigest()}  {CARDS}\n")
