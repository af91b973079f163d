"""Reuses in the words of a page: what was made, of what, by whom, under which licence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from publish.release.release import Release
from publish.release.reuse import ListedReuse, reuses_of
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.words import readable_date, tell, text
from publish.words.licenses import LICENSES
from publish.words.reuses import KINDS


@dataclass(frozen=True)
class ShownReuse:
    """A reuse as pages show it; `share_alike` is said of a database made of one under ODbL."""

    reuse: ListedReuse
    title: Markup
    description: Markup
    kind: str
    since: str
    license: str
    share_alike: bool
    dataset: str
    dataset_title: str


def shown_reuses(releases: Iterable[Release]) -> list[ShownReuse]:
    """The reuses of some datasets, the newest first."""
    found = [one for release in releases for one in _of(release)]
    return sorted(found, key=lambda one: (one.reuse.since, one.reuse.url), reverse=True)


def _of(release: Release) -> Iterator[ShownReuse]:
    package = release.package
    alike = {one.name for one in package.licenses if LICENSES[one.name].share_alike}
    for one in reuses_of(release.folder.parent):
        license = LICENSES.get(one.license or "")
        yield ShownReuse(
            reuse=one,
            title=tell({"titles": one.titles}, "title"),
            description=tell({"descriptions": one.descriptions}, "description"),
            kind=KINDS[one.kind].called.spoken(_),
            since=readable_date(one.since.isoformat()),
            license=license.title[language()] if license else "",
            share_alike=one.kind == "database" and one.license in alike,
            dataset=release.dataset,
            dataset_title=text(package, "title") or release.dataset,
        )
