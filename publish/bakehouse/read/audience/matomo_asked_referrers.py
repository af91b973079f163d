"""A Matomo asked from where people come: the kinds, and of each what no site has."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from publish.bakehouse.read.audience.matomo_referrers import KINDS_METHOD, LISTS, Name
from publish.bakehouse.read.audience.matomo_reports import REPORTS
from publish.bakehouse.read.audience.matomo_rows import checked_rows, name_of, tally_of
from publish.bakehouse.read.audience.matomo_segments import Ask
from publish.bakehouse.read.audience.periods import Period
from publish.bakehouse.read.audience.records import Answer
from publish.bakehouse.read.audience.tally import Tally, together


def referred(ask: Ask, period: Period, place: str) -> Iterator[tuple[Name, Tally]]:
    """Day, kind and site, and what each counts; the sum is that of all kinds."""
    kinds, lists = ask(KINDS_METHOD), {kind: ask(method) for kind, method in LISTS.items()}
    for day in period.each():
        told = day.isoformat()
        whole = _counted(kinds[told], Period(day, day), place)
        sites = {
            (kind, name[1]): tally
            for kind, answers in lists.items()
            for name, tally in _counted(answers[told], Period(day, day), place).items()
        }
        for (kind, _), tally in whole.items():
            left = _without(tally, [one for (of, _), one in sites.items() if of == kind])
            if left.visits:
                yield (told, kind, ""), left
        for name, tally in sites.items():
            yield (told, *name), tally


def _counted(answer: Answer, day: Period, place: str) -> Mapping[Name, Tally]:
    rows = checked_rows(answer.records, place, all_asked=True, nested=False)
    return together(
        (name_of(row, REPORTS["referrers"], place), tally_of(row, day, place)) for row in rows
    )


def _without(whole: Tally, parts: list[Tally]) -> Tally:
    """What is left of the whole; nobody knows how many people that is."""
    if not parts:
        return whole
    left = {
        field.name: _left(getattr(whole, field.name), [getattr(one, field.name) for one in parts])
        for field in fields(Tally)
    }
    return Tally(**left | {"visitors": None})


def _left(whole: int | None, parts: list[int | None]) -> int | None:
    return None if whole is None else max(0, whole - sum(part or 0 for part in parts))
