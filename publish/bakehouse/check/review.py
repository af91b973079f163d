"""A person read the policy, not too long ago; free text was read before it leaves."""

from collections.abc import Iterator
from datetime import date, timedelta

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.modes.named import covered
from publish.errors import Problem

GRACE = timedelta(weeks=4)


def reviewed(inspection: Inspection) -> Iterator[Problem]:
    """The review of a dataset: there where it is due, not too old; no decision in the future."""
    yield from _future_decisions(inspection)
    review = inspection.declared.reviewed
    if review is None:
        yield from _missing(inspection)
    elif review.on > inspection.as_of:
        yield _future(f"{inspection.name}, reviewed", review.on)
    elif inspection.as_of > review.until:
        yield from _expired(inspection, review.until)


def _missing(inspection: Inspection) -> Iterator[Problem]:
    """A blocker where anything but open things leaves; a warning where columns are held back."""
    tables = [run.declared for run in inspection.tables.values()]
    leaving = [column for table in tables for column in table.published.values()]
    needed = any(table.about == "people" for table in tables)
    needed |= any(column.role != "open" for column in leaving)
    if needed or any(column.role != "open" for one in tables for column in one.columns.values()):
        yield Problem(
            "missing-review",
            inspection.name,
            "nobody has signed that this policy was read",
            "read every role and technique, then add `reviewed: {by: …, on: …, until: …}`",
            "blocker" if needed else "warning",
        )


def _future(place: str, day: date) -> Problem:
    return Problem("future-review", place, f"dated {day}, which is to come", "correct the date")


def _future_decisions(inspection: Inspection) -> Iterator[Problem]:
    """What a person decided about a table, on a day that is to come."""
    for run in inspection.tables.values():
        decisions = {
            "series_key": run.declared.series_key,
            "other_people": run.declared.other_people,
            "one_row_per_person": run.declared.one_row_per_person,
        }
        for name, decided in decisions.items():
            if decided and decided.reviewed > inspection.as_of:
                yield _future(f"{run.name}, {name}", decided.reviewed)


def _expired(inspection: Inspection, until: date) -> Iterator[Problem]:
    last = until + GRACE
    late = inspection.as_of > last
    what = f"the review held until {until}"
    yield Problem(
        "expired-review",
        inspection.name,
        what if late else f"{what}; nothing is published after {last}",
        "read the policy again and renew `reviewed:`",
        "blocker" if late else "warning",
    )


def published_free_text(inspection: Inspection) -> Iterator[Problem]:
    """Free text leaves only once someone read a sample of it, or where people agreed to it."""
    for run in inspection.tables.values():
        for name in free_texts(run):
            place, review = f"{run.name}.{name}", run.declared.columns[name].review
            if review is None:
                yield Problem(
                    "published-free-text",
                    place,
                    "people may have written anything here",
                    "add `protect: drop`, or read a sample and say so: "
                    "`review: {by: …, on: …, sample: …}`",
                )
            elif review.on > inspection.as_of:
                yield _future(f"{place}, review", review.on)


def free_texts(run: TableRun) -> list[str]:
    """The free texts that would leave and that no consent covers."""
    if run.declared.mode == "aggregates":
        return []
    agreed = covered(run.declared)
    published = run.declared.published.items()
    return [name for name, one in published if one.role == "free_text" and name not in agreed]
