"""The page of a dataset: what it is, what one may do with it, its tables, files and versions."""

from datetime import UTC, datetime
from typing import Any

from publish.release.differences import SUMMARY
from publish.release.index import Entry
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.answers import Response
from publish.site.base.history import history
from publish.site.base.site import Request, Site
from publish.site.catalog.usage import use_of_dataset
from publish.site.downloads import shown as files_shown
from publish.site.downloads.files import checksums
from publish.site.downloads.row_changes import changed_rows
from publish.site.frame import frame
from publish.site.frame.examples import examples
from publish.site.frame.links import file_address, site_address, to_catalog
from publish.site.http.coverage import Covered, covered
from publish.site.http.viewable import asked_release, viewable
from publish.site.pages.dataset_face import face
from publish.site.rows.column_cards import in_short
from publish.site.rows.previews import preview
from publish.site.text.changelog import reasons
from publish.site.text.citation import bibtex, cited, publisher, sentence
from publish.site.text.column_words import kind, technique
from publish.site.text.contact import mailed
from publish.site.text.freshness import dated
from publish.site.text.governance import governance
from publish.site.text.languages import language
from publish.site.text.markdown import by_language, rendered, titled
from publish.site.text.quality import quality
from publish.site.text.reuses import shown_reuses
from publish.site.text.terms import terms
from publish.site.text.words import readable_date, text
from publish.words.licenses import LICENSES
from publish.words.notice import notice

README = "README.md"
Json = dict[str, Any]


async def page(datasette: Site, request: Request) -> Response:
    """The page of a dataset that the visitor may see; raises NotFound and Forbidden."""
    release = await asked_release(datasette, request)
    if request.args.get("sql"):
        path = datasette.urls.path(f"/{release.dataset}/-/query?{request.query_string}")
        return Response.redirect(path)
    tables = await _tables(datasette, request, release)
    context = _described(datasette, request, release) | {
        "tables": tables,
        "uses": use_of_dataset(
            datasette, await viewable(datasette, request.actor), release.dataset
        ),
        **await face(datasette, request, release, [one["name"] for one in tables]),
        "sql": await datasette.may(request.actor, "execute-sql", release.dataset),
    }
    return await frame.page(datasette, request, "database.html", context)


def _described(site: Site, request: Request, release: Release) -> Json:
    home, package = site_address(site, request), release.package
    url, first = f"{home}/{release.dataset}", next(iter(package.tables.values()))
    cite = cited(package, publisher(site), url)
    return {
        "database": release.dataset,
        "release": release,
        "package": package,
        "canonical": url,
        "summary": text(package, "description"),
        "alternates": alternates(site, release),
        "trail": to_catalog(site),
        "demo": package.demo,
        "rows": sum(table.rows for table in package.tables.values()),
        "dated": dated(release.folder.parent, package, datetime.now(UTC).date()),
        "news": site.declared.get("news", False),
        "contact": mailed(package.contact or site.declared.get("contact"), release.dataset),
        "readme": readme(release),
        "rights": [rights(release, one, url) for one in covered(release)],
        "files": files_shown.of_dataset(release),
        "versions": versions(site, release),
        "reuses": shown_reuses([release]),
        "quality": quality(release),
        "governance": governance(package),
        "citation": {"sentence": sentence(cite), "bibtex": bibtex(cite)},
        "examples": examples(home, release.dataset, first.name, _sample(first)),
        "embed_url": f"{url}/{first.name}?_embed=1",
        "embed_title": text(first, "title") or first.name,
        "kind": kind,
        "technique": technique,
    }


def _sample(table: Table) -> Json:
    """A column and one of the values that it may have, for the examples."""
    for field in table.fields:
        values = field.constraints.get("enum")
        if field.name in table.facets and values:
            return {field.name: values[0]}
    return {}


async def _tables(site: Site, request: Request, release: Release) -> list[Json]:
    """What the page shows of each table that the visitor may see."""
    found = []
    for name, table in release.tables.items():
        if await site.may(request.actor, "view-table", release.dataset, name):
            found.append(
                {
                    "name": name,
                    "resource": table,
                    "path": site.urls.table(release.dataset, name),
                    "preview": await preview(site, release.dataset, table),
                    "files": files_shown.of_table(release, table),
                    "license_title": LICENSES[table.license.name].title[language()],
                    "map": table.map,
                    "figures": in_short(site, release, table),
                }
            )
    return found


def alternates(site: Site, release: Release) -> list[Json]:
    """The other forms of what the page shows: every file, with its media type."""
    shown = list(files_shown.of_dataset(release))
    for table in release.tables.values():
        shown += files_shown.of_table(release, table)
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
        date=readable_date(package.updated),
        address=url,
        partners=[given.title for given in one.partners],
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
        "reasons": reasons(entry, release.package),
        "files": files_shown.of_version(folder, entry.version) if kept else [],
        "tables": changed_rows(release, entry) if kept else [],
        "changes": file_address(folder.name, SUMMARY, entry.version)
        if kept and SUMMARY in checksums(folder / entry.version)
        else None,
    }
