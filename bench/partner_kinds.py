"""The kinds of partners of `bench.partners`: what each answers, and how its file declares it."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.generator.files import workbook
from tests.bakehouse.partners.services import Answer
from tests.demo_partners import XLSX

Row = dict[str, Any]
OURS = (
    "id", "name", "address", "postcode", "town", "email", "website", "phone", "themes", "founded",
    "lat", "lon",
)  # fmt: skip
"""What a partner knows of a thing: its id, and our columns."""
SHEET = (
    "N°", "Nom", "Adresse", "CP", "Ville", "Courriel", "Site", "Tél", "Thèmes", "Créé en",
    "Latitude", "Longitude",
)  # fmt: skip
RECIPES = {
    "website": "url",
    "phone": "phone",
    "themes": '{split: ";"}, {lookup: categories.csv, otherwise: Autre}',
}
PAIR, ORG = "http://virtual-assembly.org/ontologies/pair#", "https://ldp.example.net/o/"


@dataclass(frozen=True)
class Kind:
    """A kind of partner: its address, how it is declared, and its columns in our order.

    `holds` begins the paths whose answers have the records.
    """

    path: str
    source: str
    columns: Sequence[str]
    answers: Callable[[list[Row]], dict[str, Answer]]
    holds: str
    unused: Sequence[str] = ()
    license: str = "ODbL-1.0"


def map_of(kind: Kind) -> Iterator[str]:
    """The lines of `map:`."""
    for ours, theirs in list(zip(OURS, kind.columns, strict=True))[1:]:
        done = f", do: [{RECIPES[ours]}]" if ours in RECIPES else ""
        yield f'  {ours}: {{from: "{theirs}"{done}}}'


def texts(row: Row) -> list[str]:
    """The cells of a row as people see them."""
    return ["" if row[name] is None else str(row[name]) for name in OURS]


def _csv(rows: list[Row], encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(SHEET)
    writer.writerows(map(texts, rows))
    return out.getvalue().encode(encoding)


def _table(rows: list[Row]) -> dict[str, Answer]:
    return {"/export.csv": _etag(Answer(_csv(rows, "cp1252"), "text/csv"))}


def _etag(answer: Answer) -> Answer:
    return Answer(answer.body, answer.kind, headers={"ETag": f'"{hash(answer.body)}"'})


def _sheet(rows: list[Row]) -> dict[str, Answer]:
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "x.xlsx", [SHEET, *map(texts, rows)])
        return {"/export.xlsx": Answer(path.read_bytes(), XLSX)}


def _described(rows: list[Row]) -> dict[str, Answer]:
    resource = {
        "name": "lieux", "path": "lieux.csv", "format": "csv", "encoding": "utf-8",
        "dialect": {"delimiter": ","},
    }  # fmt: skip
    package = {"name": "lieux", "licenses": [{"name": "ODbL-1.0"}], "resources": [resource]}
    return {
        "/datapackage.json": Answer(json.dumps(package).encode()),
        "/lieux.csv": Answer(_csv(rows, delimiter=","), "text/csv"),
    }


def _map(rows: list[Row]) -> dict[str, Answer]:
    words = sorted({one for row in rows for one in row["themes"].split(";") if one})
    numbers = {word: number for number, word in enumerate(words, 1)}
    options = [{"id": number, "name": word} for word, number in numbers.items()]
    elements = [
        {
            "id": row["id"], "name": row["name"], "status": 1,
            "geo": {"latitude": row["lat"], "longitude": row["lon"]},
            "address": {
                "streetAddress": row["address"], "postalCode": row["postcode"],
                "addressLocality": row["town"],
            },
            "email": row["email"], "site_web": row["website"], "telephone": row["phone"],
            "annee": row["founded"],
            "categories": [numbers[one] for one in row["themes"].split(";") if one],
        }
        for row in rows
    ]  # fmt: skip
    said = {"ontology": "gogofull", "data": elements}
    return {
        "/api/elements.json": Answer(json.dumps(said).encode()),
        "/api/taxonomy.json": Answer(json.dumps([{"options": options}]).encode()),
    }


def _container(rows: list[Row]) -> dict[str, Answer]:
    said = {
        "@context": {"pair": PAIR, "ldp": "http://www.w3.org/ns/ldp#"},
        "@id": ORG,
        "@type": ["ldp:Container", "ldp:BasicContainer"],
        "ldp:contains": list(map(_member, rows)),
    }
    return {"/organizations": Answer(json.dumps(said).encode(), "application/ld+json")}


def _member(row: Row) -> Row:
    here = ORG + row["id"]
    address = {
        "pair:addressStreet": row["address"], "pair:addressZipCode": row["postcode"],
        "pair:addressLocality": row["town"],
    }  # fmt: skip
    said = {
        "@id": here,
        "@type": "pair:Organization",
        "pair:label": row["name"],
        "pair:email": row["email"],
        "pair:homePage": row["website"],
        "pair:phone": row["phone"],
        "pair:hasTopic": [{"pair:label": one} for one in row["themes"].split(";") if one],
        "pair:year": row["founded"],
        "pair:hasLocation": {
            "pair:latitude": row["lat"],
            "pair:longitude": row["lon"],
            "pair:hasPostalAddress": _known(address),
        },
    }
    return _known(said)


def _known(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in (None, "")}


def _entries(rows: list[Row]) -> dict[str, Answer]:
    entries = {
        row["id"]: {
            "id": row["id"], "title": row["name"], "street": row["address"],
            "zip": row["postcode"], "city": row["town"], "email": row["email"],
            "homepage": row["website"], "telephone": row["phone"], "year": row["founded"],
            "tags": [one for one in row["themes"].split(";") if one],
            "lat": row["lat"], "lng": row["lon"], "license": "CC0-1.0",
        }
        for row in rows
    }  # fmt: skip
    found = sorted(entries)
    parts = [found[begin : begin + 100] for begin in range(0, len(found), 100)]
    visible = [{"id": one, "title": entries[one]["title"]} for one in found]
    return {
        "/v0/search": Answer(json.dumps({"visible": visible, "invisible": []}).encode()),
        "/v0/entries/recently-changed": Answer(b"[]"),
        **{
            f"/v0/entries/{','.join(part)}": Answer(
                json.dumps([entries[one] for one in part]).encode()
            )
            for part in parts
        },
    }


def _wordpress(rows: list[Row]) -> dict[str, Answer]:
    """Answers by pages of a hundred, each with the address of the next."""
    entries = [
        {
            "id": number,
            "title": {"rendered": row["name"]},
            "acf": {name: row[name] for name in OURS[2:]},
        }
        for number, row in enumerate(rows, 1)
    ]
    path = "/wp-json/wp/v2/lieux"
    first = f"{path}?per_page=100&orderby=id&order=asc"
    pages = [entries[begin : begin + 100] for begin in range(0, len(entries), 100)]
    addresses = [first, *(f"{first}&page={n}" for n in range(2, len(pages) + 1))]
    links = [{"Link": f'<{one}>; rel="next"'} for one in addresses[1:]] + [{}]
    answers = zip(addresses, pages, links, strict=True)
    return {at: Answer(json.dumps(page).encode(), headers=link) for at, page, link in answers}


PLACE = "pair:hasLocation"
POST = f"{PLACE}.pair:hasPostalAddress"
KINDS: Mapping[str, Kind] = {
    "gogocarto": Kind(
        "/api/elements.json", "harvest: gogocarto",
        ("id", "name", "address.streetAddress", "address.postalCode", "address.addressLocality",
         "email", "site_web", "telephone", "categories", "annee", "geo.latitude", "geo.longitude"),
        _map, "/api/elements.json", ("status", "categoriesFull"),
    ),
    "openfairdb": Kind(
        "/v0/search?bbox=41.0,-5.2,51.1,9.6", "harvest: openfairdb",
        ("id", "title", "street", "zip", "city", "email", "homepage", "telephone", "tags", "year",
         "lat", "lng"),
        _entries, "/v0/entries/0", ("license",), "CC0-1.0",
    ),
    "jsonld": Kind(
        "/organizations", 'harvest: jsonld, records: "pair:Organization"',
        ("@id", "pair:label", f"{POST}.pair:addressStreet", f"{POST}.pair:addressZipCode",
         f"{POST}.pair:addressLocality", "pair:email", "pair:homePage", "pair:phone",
         "pair:hasTopic.pair:label", "pair:year", f"{PLACE}.pair:latitude",
         f"{PLACE}.pair:longitude"),
        _container, "/organizations", ("@type",), "etalab-2.0",
    ),
    "wordpress": Kind(
        "/wp-json/wp/v2/lieux", "harvest: wordpress",
        ("id", "title.rendered", *(f"acf.{name}" for name in OURS[2:])),
        _wordpress, "/wp-json/",
    ),
    "cp1252": Kind(
        "/export.csv", 'delimiter: ";", encoding: cp1252', SHEET, _table, "/export.csv",
        license="etalab-2.0",
    ),
    "xlsx": Kind("/export.xlsx", "format: xlsx", SHEET, _sheet, "/export.xlsx"),
    "descriptor": Kind("/datapackage.json", "harvest: descriptor", SHEET, _described, "/lieux.csv"),
}  # fmt: skip
"""Those that a small server answers for; a file of the folder and a Fournil are beside them."""
