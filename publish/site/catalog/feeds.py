"""Atom feeds (RFC 4287): an entry per release and per reuse, of one dataset or of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from publish.release.differences import SUMMARY
from publish.release.index import DATASET, Entry
from publish.release.package import Package
from publish.release.release import Release
from publish.release.status import titles_of
from publish.release.versions import number
from publish.site.base.answers import Response
from publish.site.base.history import history
from publish.site.base.refusals import NotFound
from publish.site.base.site import Request, Site
from publish.site.downloads.files import checksums
from publish.site.downloads.ranges import not_modified
from publish.site.frame.links import file_address, site_address
from publish.site.text.changelog import reasons
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.reuses import ShownReuse, shown_reuses
from publish.site.text.words import spoken_of, text
from publish.words.feed import FEED, WITHDRAWN
from publish.words.xml import xml_text

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST = 50
Element = ElementTree.Element


@dataclass(frozen=True)
class FeedStory:
    """A release of a dataset as a feed tells it; `release` is the current one, if there is."""

    dataset: str
    entry: Entry
    release: Release | None
    folder: Path
    has_changes: bool

    @property
    def day(self) -> date:
        """When it last was news: the day it came, or was withdrawn."""
        return self.entry.withdrawn or self.entry.date

    @property
    def rank(self) -> tuple[int, ...]:
        """Its place among the news of a day: a version after the ones before it."""
        return tuple(number(self.entry.version))

    @property
    def title(self) -> str:
        """The dataset's title in the language shown."""
        return _title(self.dataset, self.release, self.folder)


@dataclass(frozen=True)
class ReuseStory:
    """Something that was made of a dataset, as a feed tells it."""

    one: ShownReuse
    rank: tuple[int, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it was listed."""
        return self.one.reuse.since


Story = FeedStory | ReuseStory


async def site_feed(datasette: Site, request: Request) -> Response:
    """The releases of all datasets, and their reuses."""
    names = sorted(path.name for path in datasette.releases_folder.glob("*"))
    stories = [story for name in names for story in _stories(datasette, name)]
    title = text(datasette.declared, "title") or _("New releases")
    return _respond(datasette, request, title, "/feed.atom", stories)


async def dataset_feed(datasette: Site, request: Request) -> Response:
    """The releases of one dataset, withdrawn ones too, and its reuses; raises NotFound."""
    dataset = request.url_vars["dataset"]
    stories = list(_stories(datasette, dataset))
    if not stories:
        raise NotFound("No such dataset")
    named = _title(dataset, datasette.release(dataset), datasette.releases_folder / dataset)
    title = _("Releases of %(title)s") % {"title": named}
    return _respond(datasette, request, title, f"/{dataset}/feed.atom", stories)


def _title(dataset: str, release: Release | None, folder: Path) -> str:
    """In the language shown; of what was withdrawn as it was last declared."""
    titles = release.package.titles if release else titles_of(folder)
    return spoken_of(titles)[0] or dataset


def _stories(site: Site, dataset: str) -> Iterator[Story]:
    if not DATASET.fullmatch(dataset):
        return
    folder, release = site.releases_folder / dataset, site.release(dataset)
    index = history(folder)
    for entry in index.entries if index else ():
        kept = entry.state == "kept" and SUMMARY in checksums(folder / entry.version)
        yield FeedStory(dataset, entry, release, folder, kept)
    yield from map(ReuseStory, shown_reuses([release] if release else []))


def _respond(site: Site, request: Request, title: str, path: str, stories: list[Story]) -> Response:
    stories.sort(key=lambda one: (one.day, one.rank), reverse=True)
    base = site_address(site, request)
    body = _feed(site, title, base + path, stories[:MOST], base)
    etag = f'"{sha256(body).hexdigest()}"'
    headers = {"etag": etag, "cache-control": "public, max-age=300"}
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
        if isinstance(story, FeedStory):
            feed.append(_entry(story, base))
        else:
            feed.append(_reuse(story, base))
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _page(url: str, base: str) -> str:
    """The page that a feed belongs to: the dataset's, or the first."""
    return url.removeprefix(base).removesuffix(f"/{FEED}") or "/"


def _entry(story: FeedStory, base: str) -> Element:
    one, version = Element("entry"), story.entry.version
    gone = f" – {_('This version was withdrawn')}" if story.entry.withdrawn else ""
    _add(one, "title", f"{story.title} {version}{gone}")
    _add(one, "id", base + file_address(story.dataset, "datapackage.json", version))
    _add(one, "updated", _instant(story.day))
    _add(one, "published", _instant(story.entry.date))
    if story.release:
        for producer in story.release.package.contributors:
            _author(one, producer.title, producer.path)
    _add(one, "link", rel="alternate", href=f"{base}/{story.dataset}", type="text/html")
    if story.has_changes:
        changes = base + file_address(story.dataset, SUMMARY, version)
        _add(one, "link", rel="related", href=changes, type="application/json")
    _add(one, "category", term=story.entry.bump)
    if story.entry.withdrawn:
        _add(one, "category", term=WITHDRAWN)
    _summary(one, story)
    return one


def _reuse(story: ReuseStory, base: str) -> Element:
    entry, one = Element("entry"), story.one
    words = {"dataset": one.dataset_title, "title": one.title.striptags()}
    _add(entry, "title", _("%(dataset)s, reused: %(title)s") % words)
    _add(entry, "id", f"{base}/{one.dataset}#reuse-{one.reuse.id}")
    _add(entry, "updated", _instant(story.day))
    _author(entry, one.reuse.by)
    _add(entry, "link", rel="alternate", href=f"{base}/{one.dataset}", type="text/html")
    _add(entry, "link", rel="related", href=one.reuse.url)
    _add(entry, "category", term=one.reuse.kind)
    _add(entry, "summary", one.description.striptags() or f"{one.kind}, {one.reuse.by}")
    return entry


def _summary(parent: Element, story: FeedStory) -> None:
    """Why the release was withdrawn, or came; sentences in one language only are told so."""
    if story.entry.why:
        _add(parent, "summary", story.entry.why)
        return
    told = reasons(story.entry, story.release.package if story.release else Package({}))
    words = _add(parent, "summary", "; ".join(reason.text for reason in told))
    for other in {reason.language for reason in told} - {language()}:
        words.set(LANGUAGE, other)


def _author(parent: Element, name: str, uri: str | None = None) -> None:
    author = _add(parent, "author")
    _add(author, "name", name)
    if uri:
        _add(author, "uri", uri)


def _add(parent: Element, name: str, content: str | None = None, **attributes: str) -> Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = xml_text(content) if content else None
    return child


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
