"""Another Fournil: a table of its current release, by the address of its page or descriptor."""

from collections.abc import Mapping

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.data_package import Json, license_of, objects, text
from publish.bakehouse.partners.harvested import Asked
from publish.bakehouse.partners.located import Located, license_named
from publish.bakehouse.partners.locators.releases import Releases, is_version
from publish.errors import SourceError
from publish.release.release import DESCRIPTOR

FORMS = ("jsonl.gz", "parquet")
"""What is read of a table: the form whose values have types first."""


def locate(asked: Asked) -> Located:
    """The rows of a table in a file that its own release names, of the version it is now.

    Where that is the version of the last copy, one small answer tells it, and no other is asked.
    Raises SourceError where there is no such release or table, or none of the forms is made.
    """
    prefix, dataset, table = _parts(asked.address, asked.source.table)
    last = asked.version if is_version(asked.version) else ""
    releases = Releases(asked.web, prefix, dataset)
    current: Json = releases.current(last) if last else {}
    if last and text(current, "version") == last:
        return Located("", version=last, same=True)
    described = f"{prefix}/download/{dataset}/{DESCRIPTOR}"
    said = asked.web.json(described)
    package: Json = said if isinstance(said, dict) else {}
    tables = {text(one, "name"): one for one in objects(package, "resources")}
    version = text(package, "version")
    if not tables or not version or text(package, "name") != dataset:
        raise SourceError(f"{shown(described)}: no release of a Fournil; open it in a browser")
    found = _table(asked, tables, table)
    for form in FORMS:
        for one in objects(found, "distributions"):
            if text(one, "format") == form and _is_file(path := text(one, "path")):
                return Located(
                    f"{prefix}/download/{dataset}/{version}/{path}",
                    {"format": form.partition(".")[0]},
                    sha256=text(one, "hash").removeprefix("sha256:"),
                    license=license_named(license_of(found, package)),
                    version=version if is_version(version) else "",
                    news=releases.news(text(found, "name"), last, current) if last else (),
                )
    raise SourceError(
        f"{shown(described)}: {text(found, 'name')} has neither JSON Lines nor Parquet; ask them "
        "for one of the two, or declare the address of its CSV as a file"
    )


def _parts(address: str, table: str | None) -> tuple[str, str, str | None]:
    """The site, the dataset and the table that an address is of."""
    address = address.partition("?")[0].partition("#")[0].rstrip("/")
    prefix, downloads, rest = address.partition("/download/")
    if downloads:
        return prefix, rest.partition("/")[0], table
    scheme, _, path = address.partition("://")
    host, *parts = path.split("/")
    pages = 1 if table else 2
    if len(parts) < pages:
        raise SourceError(
            f"{shown(address)}: no dataset there; give the address of a table's page, as in "
            "`https://fournil.example/dataset/table`"
        )
    dataset, *named = parts[-pages:]
    return "/".join((f"{scheme}://{host}", *parts[:-pages])), dataset, table or named[0]


def _table(asked: Asked, tables: Mapping[str, Json], name: str | None) -> Json:
    if not name and len(tables) == 1:
        return next(iter(tables.values()))
    if not name or name not in tables:
        said = f"no table {name!r} there" if name else "more than one table there"
        raise SourceError(
            f"{shown(asked.address)}: {said}; name it by `table:`: {', '.join(tables)}"
        )
    return tables[name]


def _is_file(path: str) -> bool:
    """Whether it is the name of a file: those of a release stand in no folder."""
    return bool(path) and "/" not in path
