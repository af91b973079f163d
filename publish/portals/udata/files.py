"""The files of a release as resources of a portal: links to this site's, or copies uploaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from publish.describe.dcat import Described
from publish.forms.formats import known
from publish.portals.udata.french import FILES, TABLE, TITLES
from publish.release.described import Form, Json
from publish.release.release import Release, read_sums
from publish.release.table import Table

Kind = Literal["main", "documentation", "api"]
# Those that people look for come first; others follow as the release lists them.
ORDER = ("csv", "geojson", "parquet", "sqlite", "xlsx", "zip", "csv.gz", "jsonl.gz")
OPENAPI = "openapi.json"


@dataclass(frozen=True)
class File:
    """A resource: `name` is the file's, `fields` what udata shows; `path` is set for uploads."""

    name: str
    fields: Json
    path: Path | None = None


def links(release: Release, one: Described, address: str | None) -> Iterator[File]:
    """The latest files at this site's stable addresses, and its API."""
    sums, home = read_sums(release.folder), f"{address}/download/{release.dataset}"
    for name, fields in _all(release, one, "report.html"):
        where = {"filetype": "remote", "url": f"{home}/{name}"}
        size = (release.folder / name).stat().st_size
        hash = {"type": "sha256", "value": sums[name]}
        yield File(name, {**fields, **where, "filesize": size, "checksum": hash})
    yield File(OPENAPI, _api(f"{address}/{OPENAPI}"))


def uploads(release: Release, one: Described) -> Iterator[File]:
    """The files to copy to the portal, without the formats that it refuses.

    Those are only offered by a site that has an address.
    """
    for name, fields in _all(release, one, "report.json"):
        if _uploads(fields["format"]):
            kept = ("title", "description", "type")
            shown = {key: fields[key] for key in kept} | {"filetype": "file"}
            yield File(name, shown, release.folder / name)


def _all(release: Release, one: Described, report: str) -> Iterator[tuple[str, Json]]:
    forms = [form for form in one.forms if form.format != "dictionary"]
    for form in sorted(forms, key=_place):
        yield form.path, _data(release, form)
    yield "dictionary.csv", _paper("dictionary", "csv", "text/csv")
    types = {"report.html": "text/html", "report.json": "application/json"}
    yield report, _paper("report", report.partition(".")[2], types[report])


def _uploads(format: str) -> bool:
    found = known(format)
    return found is None or found.uploads


def _place(form: Form) -> int:
    return ORDER.index(form.format) if form.format in ORDER else len(ORDER)


def _data(release: Release, form: Form) -> Json:
    table = release.tables.get(form.table or "")
    shown = (table or release.package).title
    return {
        "title": f"{shown} ({form.path})",
        "description": FILES[form.format] if table is None else _table(table, shown),
        "type": "main",
        "format": form.format,
        "mime": form.mediatype,
    }


def _table(table: Table, title: str) -> str:
    """What a table's file holds: what the table is said to be, or how large it is."""
    return table.description or TABLE.format(title=title, columns=len(table.fields))


def _paper(kind: str, format: str, mime: str) -> Json:
    return {
        "title": TITLES[kind],
        "description": FILES[kind],
        "type": "documentation",
        "format": format,
        "mime": mime,
    }


def _api(url: str) -> Json:
    return {
        "title": TITLES["api"],
        "description": FILES["api"],
        "type": "api",
        "format": "openapi",
        "mime": "application/json",
        "filetype": "remote",
        "url": url,
        "filesize": None,
        "checksum": None,
    }
