"""The page of a dataset: what it is, what one may do with it, its tables, files and versions."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from datasette.resources import DatabaseResource, TableResource
from datasette.utils.asgi import Request, Response

from publish.describe.forms import updated
from publish.licenses import LICENSES
from publish.notice import notice
from publish.serving import files_shown, frame
from publish.serving.address import address
from publish.serving.changelog import told
from publish.serving.citation import bibtex, cited, publisher, sentence
from publish.serving.contact import mailed
from publish.serving.coverage import Covered, covered
from publish.serving.crumbs import to_catalog
from publish.serving.datasette_site import Site
from publish.serving.downloads_changes import tells_of_withdrawn
from publish.serving.downloads_files import checksums
from publish.serving.downloads_links import Download
from publish.serving.downloads_links import address as download_address
from publish.serving.examples import examples
from publish.serving.freshness import freshness
from publish.serving.history import history
from publish.serving.languages import language
from publish.serving.markdown import by_language, rendered, titled
from publish.serving.previews import kind, preview
from publish.serving.quality import quality, technique
from publish.serving.releases import Release
from publish.serving.terms import terms
from publish.serving.viewable import asked_release
from publish.serving.words import readable_date, text
from publish.store.differences import SUMMARY
from publish.store.index import Entry

README = "README.md"
# What `changes.json` counts of the rows of a table.
STEPS = ("added", "removed", "changed")
Json = dict[str, Any]


async def page(datasette: Site, request: Request) -> Response:
    """The page of a dataset that the visitor may see; raises NotFound and Forbidden."""
    release = await asked_release(datasette, request)
    if request.args.get("sql"):
        path = datasette.urls.path(f"/{release.dataset}/-/query?{request.query_string}")
        return Response.redirect(path)
    where = DatabaseResource(database=release.dataset)
    context = _described(datasette, request, release) | {
        "tables": await _tables(datasette, request, release),
        "sql": await datasette.allowed(action="execute-sql", resource=where, actor=request.actor),
    }
    return await frame.page(datasette, request, "database.html", context)


def _described(site: Site, request: Request, release: Release) -> Json:
    home, package = address(site, request), release.package
    url, first = f"{home}/{release.dataset}", package["resources"][0]
    cite = cited(package, publisher(site), url)
    return {
        "database": release.dataset,
        "release": release,
        "package": package,
        "canonical": url,
        "summary": text(package, "description"),
        "alternates": alternates(site, release),
        "trail": to_catalog(site),
        "demo": bool(package.get("demo")),
        "rows": sum(one["rows"] for one in package["resources"]),
        "fresh": freshness(package, datetime.now(UTC).date()),
        "contact": mailed(package.get("contact") or site.declared.get("contact"), release.dataset),
        "readme": readme(release),
        "rights": [rights(release, one, url) for one in covered(release)],
        "files": files_shown.of_dataset(release),
        "versions": versions(site, release),
        "quality": quality(release),
        "citation": {"sentence": sentence(cite), "bibtex": bibtex(cite)},
        "examples": examples(home, release.dataset, first["name"], _sample(first)),
        "embed_url": f"{url}/{first['name']}?_embed=1",
        "embed_title": text(first, "title") or first["name"],
        "kind": kind,
        "technique": technique,
    }


def _sample(resource: Mapping[str, Any]) -> Json:
    """A column and one of the values that it may have, for the examples."""
    facets = (resource.get("browse") or {}).get("facets", ())
    for field in resource["schema"]["fields"]:
        values = (field.get("constraints") or {}).get("enum")
        if field["name"] in facets and values:
            return {field["name"]: values[0]}
    return {}


async def _tables(site: Site, request: Request, release: Release) -> list[Json]:
    """What the page shows of each table that the visitor may see."""
    found = []
    for resource in release.package["resources"]:
        name = resource["name"]
        seen = TableResource(database=release.dataset, table=name)
        if await site.allowed(action="view-table", resource=seen, actor=request.actor):
            found.append(
                {
                    "name": name,
                    "resource": resource,
                    "path": site.urls.table(release.dataset, name),
                    "preview": await preview(site, release.dataset, resource),
                    "files": files_shown.of_table(release, resource),
                    "license_title": LICENSES[release.license_of(name)["name"]].title[language()],
                    "map": (resource.get("browse") or {}).get("map"),
                }
            )
    return found


def alternates(site: Site, release: Release) -> list[Json]:
    """The other forms of what the page shows: every file, with its media type."""
    shown = list(files_shown.of_dataset(release))
    for resource in release.package["resources"]:
        shown += files_shown.of_table(release, resource)
    return [
        {
            "type": one.type,
            "url": site.urls.path(one.href),
            "title": one.href.rpartition("/")[2],
        }
        for one in shown
    ]


def readme(release: Release) -> Json | None:
    """The long description: in the language of the page where it has it, and the rest."""
    path = release.folder / README
    if README not in checksums(release.folder) or not path.is_file():
        return None
    said = by_language(titled(path.read_text(encoding="utf-8"))[1])
    parts = {
        spoken: rendered(words, spoken, below=1) for spoken, words in said.items() if words.strip()
    }
    own = language() if language() in parts else "fr"
    other = {spoken: html for spoken, html in parts.items() if spoken != own}
    return {"language": own, "html": parts.get(own, ""), "others": other if own != "fr" else {}}


def rights(release: Release, one: Covered, url: str) -> Json:
    """A licence in plain words, and the sentences to copy."""
    package = release.package
    words = notice(
        one.notice.id,
        language(),
        name=one.title,
        producer=one.notice.licensor,
        date=readable_date(updated(package)),
        address=url,
    )
    return {"covered": one, "terms": terms(one.notice.id), "notice": words}


def versions(site: Site, release: Release) -> list[Json]:
    """Every version, the newest first: its files where they are kept, and why it came."""
    folder = release.folder.parent
    index = history(folder)
    entries = reversed(index.entries) if index else ()
    return [_version(site, release, entry) for entry in entries]


def _version(site: Site, release: Release, entry: Entry) -> Json:
    folder, kept = release.folder.parent, entry.state == "kept"
    return {
        "entry": entry,
        "current": entry.version == release.version,
        "reasons": [told(reason, release.package) for reason in entry.reason],
        "files": files_shown.of_version(folder, entry.version) if kept else [],
        "tables": _changed(release, entry) if kept else [],
        "changes": download_address(folder.name, SUMMARY, entry.version)
        if kept and SUMMARY in checksums(folder / entry.version)
        else None,
    }


def _changed(release: Release, entry: Entry) -> list[Json]:
    """How many rows of each table came, went and changed; nothing of the first version."""
    folder = release.folder.parent
    if tells_of_withdrawn(Download(folder, entry.version, "rows.changes.csv", by_version=True)):
        return []
    try:
        found = json.loads((folder / entry.version / SUMMARY).read_text(encoding="utf-8"))
        tables = found["tables"] if found["previous"] else []
        return [_rows(release, one) for one in tables if any(map(one["rows"].get, STEPS))]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def _rows(release: Release, table: Mapping[str, Any]) -> Json:
    resource = release.tables.get(table["name"], {})
    return {"title": text(resource, "title") or table["name"], **table["rows"]}
