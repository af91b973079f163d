"""The files that a descriptor names, and the one of them that a partner's declaration means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.located import Located, license_named
from publish.bakehouse.read.files import format_of
from publish.errors import SourceError

WORDS = {
    "comma-separated-values": "csv",
    "geo+json": "json",
    "geojson": "json",
    "jsonlines": "jsonl",
    "ndjson": "jsonl",
    "tab-separated-values": "csv",
    "tsv": "csv",
    "vnd.apache.parquet": "parquet",
    "vnd.ms-excel": "xls",
    "vnd.oasis.opendocument.spreadsheet": "ods",
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "x-ndjson": "jsonl",
}
"""The last word of a media type, or of its address, and our word for the format."""
READ = ("csv", "json", "jsonl", "ods", "parquet", "xls", "xlsx")


@dataclass(frozen=True)
class Offered:
    """A file that a descriptor names: what it is called there, and how it is read."""

    address: str
    names: tuple[str, ...] = ()
    format: str = ""
    license: str = ""
    read: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    @property
    def named(self) -> str:
        """What it is called, or the last part of its address."""
        return next(iter(self.names), "") or urlsplit(self.address).path.rsplit("/", 1)[-1]


def format_named(told: str, address: str) -> str:
    """Our word for a format by a media type, a word or an address of one; "" if it is not read."""
    word = told.partition(";")[0].strip().lower().rstrip("/").rsplit("/", 1)[-1]
    word = WORDS.get(word, word)
    return word if word in READ else format_of(address) or ""


def chosen(asked: Asked, offered: Sequence[Offered]) -> Located:
    """The one file of the format that is declared (CSV), of the name under `table` if one is.

    Raises SourceError that names the files where there is none, or more than one.
    """
    wanted, table = asked.source.format or "csv", asked.source.table
    found = [one for one in offered if one.format == wanted]
    if table:
        found = [one for one in found if table in one.names or one.named == table]
    addresses = {one.address: one for one in found}
    if len(addresses) != 1:
        there = ", ".join(f"{one.named} ({one.format or 'not read'})" for one in offered)
        said = f"{len(addresses)} files" if addresses else "no file"
        raise SourceError(
            f"{shown(asked.address)}: {said} of the format {wanted!r}"
            f"{f' called {table!r}' if table else ''}; name one by `table:`, and its `format:`; "
            f"there: {there or 'none'}"
        )
    [one] = addresses.values()
    license = license_named(one.license)
    return Located(one.address, {"format": one.format, **one.read}, "", one.sha256, license)
