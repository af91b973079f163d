"""What a udata dataset is to look like: one for each (dataset, licence) of a release."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.declare.declaration import DataGouv
from publish.describe.dcat import Described
from publish.portals.udata import french as words
from publish.portals.udata.files import File, uploads
from publish.portals.udata.files import links as linked
from publish.release.described import Json
from publish.release.release import Release
from publish.words.licenses import LICENSES

TAG = range(3, 97)
LETTERS = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}


@dataclass(frozen=True)
class Wanted:
    """The dataset's fields but those that the portal numbers, and its files in order.

    `place` and `box` say what is covered: a place as declared, and west, south, east, north;
    `contact` is as declared; `notes` is what the maintainer should know.
    """

    fields: Json
    files: tuple[File, ...]
    place: str | None
    box: tuple[float, float, float, float] | None
    contact: str
    producer: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnMark:
    """What tells a udata dataset of ours: the site, the dataset, the licence."""

    site: str
    dataset: str
    license: str

    @property
    def extras(self) -> Json:
        """How it is written there."""
        return {
            "fournil:site": self.site,
            "fournil:dataset": self.dataset,
            "fournil:license": self.license,
        }

    def on(self, extras: Json) -> bool:
        """Whether these extras bear it."""
        return self.extras.items() <= extras.items()


def wanted(
    release: Release,
    one: Described,
    declared: DataGouv,
    mark: OwnMark,
    address: str | None,
    report: Json,
) -> Wanted:
    """What a release asks the portal to show under one licence."""
    package, days = release.package, release.package.period
    files = linked(release, one, address) if declared.mode == "remote" else uploads(release, one)
    tags, unfit = _tags(package.keywords)
    fields = {
        "title": title(one),
        "acronym": declared.acronym,
        "description": words.description(package, one.license, report, address),
        "license": LICENSES[one.license].data_gouv,
        "frequency": package.frequency or "unknown",
        "tags": tags,
        "private": False,
        "temporal_coverage": dict(zip(("start", "end"), days, strict=True)) if days else None,
        "extras": {**mark.extras, "fournil:version": release.version},
    }
    return Wanted(
        fields=fields,
        files=tuple(files),
        place=package.coverage.spatial,
        box=package.coverage.bbox,
        contact=package.contact or "",
        producer=package.contributors[0].title,
        notes=tuple(_unfit(unfit)),
    )


def title(one: Described) -> str:
    """The dataset's title; that of its second licence says which."""
    found = one.package.title
    return found if one.first else f"{found} ({LICENSES[one.license].title['fr']})"


def tag(word: str) -> str:
    """A keyword as udata writes tags: a-z, 0-9 and `-`."""
    plain = "".join(LETTERS.get(letter, letter) for letter in word.lower())
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def _tags(keywords: Iterable[str]) -> tuple[list[str], list[str]]:
    """The tags that the portal takes, sorted, and the keywords that make none."""
    found = {word: tag(word) for word in keywords}
    fit = sorted({one for one in found.values() if len(one) in TAG})
    return fit, [word for word, one in found.items() if len(one) not in TAG]


def _unfit(keywords: list[str]) -> Iterator[str]:
    if keywords:
        yield (
            f"keywords left out: {', '.join(keywords)}: a tag there has 3 to 96 letters; "
            "write others under `keywords`"
        )
