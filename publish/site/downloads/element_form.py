"""Elements of a map as GoGoCarto answers them: full, compact, or as JSON-LD.

What GoGoCarto has a name for stands under that name (`name`, `geo.latitude`, `address.postalCode`,
`categories`, `updatedAt`); all other columns stand beside it under their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import IO, Literal

from publish.forms.json_lines import json_text, json_value
from publish.forms.kinds import Kinds, Row
from publish.release.described import Json
from publish.site.downloads.writers import TextWriter, Writer
from publish.site.http.arguments import tilde_encode

Ontology = Literal["gogofull", "gogocompact"]
Path = tuple[str, ...]
SEPARATOR = ",\n"
LATITUDE: Path = ("geo", "latitude")
LONGITUDE: Path = ("geo", "longitude")
NAMED = "categoriesFull"
# What may stand in an element without being a column: no column is called like it.
OWN = ("id", "name", "geo", "address", "categories", NAMED, "updatedAt", "@id", "@type")
COMPACT = ("id", ["name"], "latitude", "longitude", "categories")
SCHEMA = "https://schema.org/"
"""Where most of GoGoCarto's names come from."""


@dataclass(frozen=True)
class Layout:
    """Where the columns of a row stand in its element: each path, and its column.

    `kinds` are those of the columns, in the order of a row; `names` what values of the categories
    are called; `page` the address under which rows have theirs, "" where they have none.
    """

    kinds: Kinds
    paths: Mapping[Path, str]
    names: Mapping[str, str]
    page: str


def full(layout: Layout, rows: Iterable[Row]) -> Iterator[bytes]:
    """Elements with all they have, a SEPARATOR before each."""
    for row in rows:
        yield f"{SEPARATOR}{json_text(element(layout, row))}".encode()


def compact(layout: Layout, rows: Iterable[Row]) -> Iterator[bytes]:
    """What a map draws of each element, as a list in the order of COMPACT."""
    for row in rows:
        one = element(layout, row)
        geo = one["geo"]
        drawn = [one.get("id"), [one["name"]], geo["latitude"], geo["longitude"]]
        yield f"{SEPARATOR}{json_text([*drawn, one['categories']])}".encode()


def linked(layout: Layout, rows: Iterable[Row]) -> Iterator[bytes]:
    """Elements that say what they are, and which page is theirs."""
    for row in rows:
        one = element(layout, row)
        id = {"@id": layout.page + tilde_encode(str(one["id"]))} if layout.page else {}
        yield f"{SEPARATOR}{json_text({**id, '@type': 'Place', **one})}".encode()


def element(layout: Layout, row: Row) -> Json:
    """A row as an element, with all its columns, those without a value too."""
    cells = dict(zip(layout.kinds, row, strict=True))
    found: Json = {}
    for path, column in layout.paths.items():
        _put(found, path, json_value(layout.kinds[column], cells[column]))
    return _categorized(layout, found)


def _put(tree: Json, path: Path, value: object) -> None:
    *parents, last = path
    for name in parents:
        tree = tree.setdefault(name, {})
    tree[last] = value


def _categorized(layout: Layout, found: Json) -> Json:
    """Its categories as a list, and as GoGoCarto has them with their names."""
    said = found.get("categories")
    listed = said if isinstance(said, list) else [] if said is None else [said]
    ids = [str(one) for one in listed]
    named = [{"id": one, "name": layout.names.get(one, one)} for one in ids]
    return {**found, "categories": ids, NAMED: named}


def head(license: Json, ontology: Ontology) -> bytes:
    """What stands before the elements: `licence` is GoGoCarto's word, `license` says all of it."""
    said: Json = {"licence": license.get("url", ""), "license": license, "ontology": ontology}
    said |= {"mapping": COMPACT} if ontology == "gogocompact" else {}
    return f'{json_text(said)[:-1]},"data":[\n'.encode()


def linked_head(license: Json, page: str) -> bytes:
    """The same for JSON-LD: a graph that is under a licence; columns are terms of their table."""
    said = {"@context": _context(page), "@id": page, "license": license.get("url", "")}
    said |= {"creditText": license["attribution"]}
    return f'{json_text(said)[:-1]},"@graph":[\n'.encode()


FOOT = b"\n]}\n"


def _context(page: str) -> Json:
    """What the names mean, said in full: no reader has to fetch it."""
    same = ("name", "geo", "latitude", "longitude", "address", "streetAddress", "postalCode")
    terms = {name: f"{SCHEMA}{name}" for name in (*same, "addressLocality", "creditText", "Place")}
    return terms | {
        "@vocab": f"{page}#",
        "id": f"{SCHEMA}identifier",
        "categories": f"{SCHEMA}keywords",
        NAMED: None,
        "updatedAt": f"{SCHEMA}dateModified",
        "license": {"@id": f"{SCHEMA}license", "@type": "@id"},
    }


@dataclass(frozen=True)
class ElementForm:
    """Elements under a head, written by one of `full`, `compact` and `linked`."""

    head: bytes
    write: Callable[[Layout, Iterable[Row]], Iterator[bytes]]
    layout: Layout

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        written = partial(self.write, self.layout)
        return TextWriter(file, self.head, written, FOOT, len(SEPARATOR))
