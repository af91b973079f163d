"""A part of a long list: of one dataset or table, so many on a page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from publish.desk.desk import Desk
from publish.desk.rows import release_of
from publish.site.base.site import Request
from publish.site.frame.links import Pairs, changed
from publish.site.http.arguments import whole
from publish.site.text.languages import PARAMETER
from publish.site.text.languages import shown as language_shown
from publish.site.text.words import text

# On a page, the oldest first.
SHOWN = 50
OF, AFTER = "of", "after"


class Numbered(Protocol):
    """What stands in such a list."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def dataset(self) -> str:
        """The dataset that it is about."""

    @property
    def table(self) -> str:
        """The table of it."""


T = TypeVar("T", bound=Numbered)


@dataclass(frozen=True)
class Choice:
    """A dataset or a table of it as a filter: how many it has."""

    value: str
    words: str
    count: int


@dataclass(frozen=True)
class Part(Generic[T]):
    """What a page shows of a list; `count` are those of the filter `of`, on all its pages.

    `kept` is what the form of the filter has beside it.
    """

    shown: Sequence[T]
    count: int
    of: str
    choices: Sequence[Choice]
    kept: Pairs
    first: str
    next: str


def part_of(desk: Desk, request: Request, found: Sequence[T]) -> Part[T]:
    """The part that an address asks for."""
    spoken = language_shown()
    of, after = request.args.get(OF) or "", whole(request.args.get(AFTER) or "") or 0
    wanted = [one for one in found if of in ("", one.dataset, f"{one.dataset}.{one.table}")]
    left = [one for one in wanted if one.id > after]
    shown = left[:SHOWN]
    return Part(
        shown,
        len(wanted),
        of,
        _choices(desk, found),
        [(PARAMETER, spoken.language)] if spoken.asked else [],
        changed(request, **{AFTER: None}) if after else "",
        changed(request, **{AFTER: str(shown[-1].id)}) if len(left) > SHOWN else "",
    )


def _choices(desk: Desk, found: Iterable[Numbered]) -> list[Choice]:
    """Each dataset, and each of its tables where there are several."""
    tables = Counter((one.dataset, one.table) for one in found)
    datasets = Counter(dataset for dataset, _table in tables)
    choices = []
    for dataset in sorted(datasets):
        inside = {table: n for (of, table), n in sorted(tables.items()) if of == dataset}
        choices.append(Choice(dataset, _title(desk, dataset), sum(inside.values())))
        if len(inside) > 1:
            choices += [
                Choice(f"{dataset}.{table}", f"{_title(desk, dataset)} – {title}", count)
                for table, count in inside.items()
                for title in [table_title(desk, dataset, table)]
            ]
    return choices


def _title(desk: Desk, dataset: str) -> str:
    release = release_of(desk.folder, dataset)
    return (text(release.package, "title") if release else "") or dataset


def table_title(desk: Desk, dataset: str, table: str) -> str:
    """What a table is called."""
    release = release_of(desk.folder, dataset)
    described = release.tables.get(table) if release else None
    return (text(described, "title") if described else "") or f"{dataset}.{table}"
