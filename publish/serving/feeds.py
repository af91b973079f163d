"""Atom feeds (RFC 4287): an entry per release, of one dataset or of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from xml.etree import ElementTree

from datasette.utils.asgi import NotFound, Request, Response

from publish.serving.address import address as site_address
from publish.serving.datasette_site import Site
from publish.serving.downloads_files import checksums
from publish.serving.downloads_links import address
from publish.serving.downloads_ranges import not_modified
from publish.serving.history import history
from publish.serving.languages import gettext as _
from publish.serving.languages import language
from publish.serving.releases import DATASET, Release
from publish.serving.words import text
from publish.store.differences import SUMMARY
from publish.store.index import Entry
from publish.versions import number

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST = 50
Element = ElementTree.Element


@dataclass(frozen=True)
class Story:
    """A release of a dataset as a feed tells it; `release` is the current one, if there is."""

    dataset: str
    entry: Entry
    release: Release | None
    has_changes: bool

    @property
    def day(self) -> date:
        """When it last was news: the day it came, or was withdrawn."""
        return self.entry.withdrawn or self.entry.date

    @property
    def title(self) -> str:
        """The dataset's title in the language shown."""
        return (text(self.release.package, "title") if self.release else "") or self.dataset


async def site_feed(datasette: Site, request: Request) -> Response:
    """The releases of all datasets."""
    names = sorted(path.name for path in datasette.releases_folder.glob("*"))
    stories = [story for name in names for story in _stories(datasette, name)]
    title = text(datasette.declared, "title") or _("New releases")
    return _respond(datasette, request, title, "/feed.atom", stories)


async def dataset_feed(datasette: Site, request: Request) -> Response:
    """The releases of one dataset, withdrawn ones too; raises NotFound."""
    dataset = request.url_vars["dataset"]
    stories = list(_stories(datasette, dataset))
    if not stories:
        raise NotFound("No such dataset")
    title = _("Releases of %(title)s") % {"title": stories[0].title}
    return _respond(datasette, request, title, f"/{dataset}/feed.atom", stories)


def addresses(site: Site, dataset: str | None) -> list[tuple[str, str]]:
    """(path, title) of the feeds that a page announces."""
    found = [(site.urls.path("/feed.atom"), _("New releases"))]
    release = site.release(dataset) if dataset else None
    if release is not None:
        name = text(release.package, "title") or dataset
        title = _("Releases of %(title)s") % {"title": name}
        found.append((site.urls.path(f"/{dataset}/feed.atom"), title))
    return found


def _stories(site: Site, dataset: str) -> Iterator[Story]:
    if not DATASET.fullmatch(dataset):
        return
    folder, release = site.releases_folder / dataset, site.release(dataset)
    index = history(folder)
    for entry in index.entries if index else ():
        kept = entry.state == "kept" and SUMMARY in checksums(folder / entry.version)
        yield Story(dataset, entry, release, kept)


def _respond(site: Site, request: Request, title: str, path: str, stories: list[Story]) -> Response:
    stories.sort(key=lambda one: (one.day, number(one.entry.version)), reverse=True)
    base = site_address(site, request)
    body = _feed(site, title, base + path, stories[:MOST], base)
    etag = f'"{sha256(body).hexdigest()}"'
    headers = {"etag": etag, "cache-control": "public, max-age=300"}
    headers["access-control-allow-origin"] = "*"
    if not_modified(request.headers, etag):
        return Response("", status=304, headers=headers)
    shown = "" if request.method == "HEAD" else body.decode()
    headers |= {"content-length": str(len(body))} if request.method == "HEAD" else {}
    return Response(shown, headers=headers, content_type=f"{TYPE}; charset=utf-8")


def _feed(site: Site, title: str, url: str, stories: list[Story], base: str) -> bytes:
    feed = Element("feed", {"xmlns": ATOM, LANGUAGE: language()})
    _add(feed, "title", title)
    _add(feed, "id", url)
    newest = max((one.day for one in stories), default=date(1970, 1, 1))
    _add(feed, "updated", _instant(newest))
    _add(feed, "link", rel="self", href=url, type=TYPE)
    _add(feed, "link", rel="alternate", href=base + _page(url, base), type="text/html")
    _author(feed, site.declared["publisher"]["name"], site.declared["publisher"].get("url"))
    for story in stories:
        feed.append(_entry(story, base))
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _page(url: str, base: str) -> str:
    """The page that a feed belongs to: the dataset's, or the first."""
    return url.removeprefix(base).removesuffix("/feed.atom") or "/"


def _entry(story: Story, base: str) -> Element:
    one, version = Element("entry"), story.entry.version
    gone = f" – {_('This version was withdrawn')}" if story.entry.withdrawn else ""
    _add(one, "title", f"{story.title} {version}{gone}")
    _add(one, "id", base + address(story.dataset, "datapackage.json", version))
    _add(one, "updated", _instant(story.day))
    _add(one, "published", _instant(story.entry.date))
    if story.release:
        for producer in story.release.package.get("contributors", ()):
            _author(one, producer["title"], producer.get("path"))
    _add(one, "link", rel="alternate", href=f"{base}/{story.dataset}", type="text/html")
    if story.has_changes:
        changes = base + address(story.dataset, SUMMARY, version)
        _add(one, "link", rel="related", href=changes, type="application/json")
    _add(one, "category", term=story.entry.bump)
    # The reasons of a version are English, whatever the language of the page.
    reasons = _add(one, "summary", story.entry.why or "; ".join(story.entry.reason))
    if not story.entry.why:
        reasons.set(LANGUAGE, "en")
    return one


def _author(parent: Element, name: str, uri: str | None = None) -> None:
    author = _add(parent, "author")
    _add(author, "name", name)
    if uri:
        _add(author, "uri", uri)


def _add(parent: Element, name: str, content: str | None = None, **attributes: str) -> Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = _xml(content) if content else None
    return child


def _xml(content: str) -> str:
    """Without the control characters that XML has no form for."""
    return "".join(c for c in content if c >= " " or c in "\t\n")


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
