"""The mode `records`: rows about people, in classes of enough people, the others suppressed."""

from collections.abc import Iterator
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.classes import (
    Suppressed,
    bounded,
    measured,
    safe,
    suppress,
    with_class,
)
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.protect.risk import (
    class_sizes,
    inference,
    people_of,
    reached,
    reidentification,
    rounded,
)
from publish.bakehouse.protect.shares import percent
from publish.bakehouse.protect.singling import shares_without
from publish.bakehouse.series import settle
from publish.declare.declaration import Table
from publish.declare.policy import Privacy
from publish.errors import Problem
from publish.release.criteria import criteria


def records(recoded: RecodedTable) -> Protected:
    """The rows of the safe classes, without the person; a blocker when too many would go."""
    refused = tuple(_undeclared(recoded))
    if refused:
        return Protected((), refused)
    declared, rule, place = recoded.declared, recoded.declared.rule, recoded.place
    rows = _kept(recoded, with_class(recoded.rows, declared.quasi_identifiers))
    few = _kept(recoded, bounded(rows, rule.max_rows_per_class, place))
    suppressed = suppress(few, rule, place)
    rows_in = place.count(rows)
    internal = _internal(rows_in, suppressed, rule)
    if suppressed.share > rule.max_suppressed:
        return Protected((), (_unfit(recoded, rows, suppressed),), {}, internal)
    settled = settle(recoded, few, rule, recoded.name)
    out = _kept(recoded, settled.rows)
    measures = _kept(recoded, measured(out, rule.l))
    figures = _figures(declared, out, measures, place)
    problems = (*settled.problems, *_unsafe(recoded, measures), *_homogeneous(recoded, figures))
    published = PublishedTable(recoded.name, declared, out.select(*declared.published))
    internal |= {"series": {recoded.name: settled.internal}}
    return Protected((published,), problems, figures, internal, (settled,))


def _kept(recoded: RecodedTable, rows: Any) -> Any:
    """The rows computed once."""
    return recoded.place.kept("records", rows)


def _undeclared(recoded: RecodedTable) -> Iterator[Problem]:
    """What keeps people from being counted or hidden."""
    declared, name = recoded.declared, recoded.name
    if PERSON not in recoded.rows.columns:
        what = "nothing says who is behind a row, so people cannot be counted"
        yield Problem("no-contributor", name, what, "name the column: `contributor: …`")
    if not declared.quasi_identifiers:
        yield Problem(
            "no-quasi-identifiers",
            name,
            "no published column has the role `quasi_identifier`, so nothing would be suppressed",
            "give that role to every column that others may know of a person (age, place, job), "
            "or publish `aggregates:`",
        )
    if declared.primary_key:
        yield Problem(
            "published-row-key",
            f"{name}.{', '.join(declared.primary_key)}",
            "a primary key tells a row from all others, and finds it again in each release",
            "remove `primary_key` and add `protect: drop` to the column",
        )


def _unfit(recoded: RecodedTable, rows: Any, suppressed: Suppressed) -> Problem:
    rule = recoded.declared.rule
    without = shares_without(rows, recoded.declared.quasi_identifiers, rule)
    shares = ", ".join(f"`{name}` {percent(share)}" for name, share in without.items())
    fits = any(share <= rule.max_suppressed for share in without.values())
    advice = (
        "coarsen or drop the first of these columns"
        if fits
        else "no single column is enough: coarsen or drop several, or publish `aggregates:`"
    )
    advice += f" (`fournil policy {recoded.dataset}` searches how)"
    return Problem(
        "unfit-policy",
        recoded.name,
        f"{percent(suppressed.share)} of rows would be suppressed, over `max_suppressed` "
        f"({percent(rule.max_suppressed)})",
        f"{advice}; suppressed without it: {shares}",
    )


def _unsafe(recoded: RecodedTable, measures: Any) -> Iterator[Problem]:
    """Measured again on what leaves: nothing done since may have made a class unsafe."""
    unsafe = recoded.place.count(measures.filter(~safe(measures, recoded.declared.rule)))
    if unsafe:
        yield Problem(
            "unsafe-class",
            recoded.name,
            f"{unsafe} classes that would leave are under the declared thresholds",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def _homogeneous(recoded: RecodedTable, figures: dict[str, Any]) -> Iterator[Problem]:
    for column, of in figures["inference"].items():
        if of["certain"]:
            yield Problem(
                "certain-inference",
                f"{recoded.name}.{column}",
                f"for {percent(of['certain'])} of people, the class alone tells the value",
                f"add `l: {{{column}: 2}}` to `privacy:`, or more",
                "warning",
            )


def _figures(declared: Table, out: Any, measures: Any, place: Workspace) -> dict[str, Any]:
    """The public figures, all of them computed from what leaves; `wp216` says them in words.

    What waits or is suppressed is in no figure: one newcomer more would be seen in it.
    """
    people = people_of(out)
    level = reached(measures, declared.rule.l)
    roles = {name: column.role for name, column in declared.published.items()}
    sensitive = [name for name, role in roles.items() if role == "sensitive"]
    figures = {
        "mode": "records",
        "quasi_identifiers": list(declared.quasi_identifiers),
        "policy": declared.rule.model_dump(mode="json"),
        "reached": level,
        "rows": {"out": rounded(place.count(out))},
        "people": {"out": rounded(people)},
        "suppressed": {"at_most": declared.rule.max_suppressed},
        "series": {"delta_k": declared.rule.delta_k, "min_days": declared.rule.min_days},
        "risk": reidentification(measures, people),
        "inference": inference(out, measures, sensitive, place),
    }
    pseudonyms = tuple(name for name, one in declared.published.items() if one.keyed)
    return figures | {"wp216": criteria(figures, pseudonyms)}


def _internal(rows_in: int, suppressed: Suppressed, rule: Privacy) -> dict[str, Any]:
    """Exact counts, and the smallest classes by size, for the private side."""
    return {
        "rows": {"in": rows_in, "bounded": suppressed.before.rows, "safe": suppressed.after.rows},
        "people": {"in": suppressed.before.people, "safe": suppressed.after.people},
        "classes": {"in": suppressed.before.classes, "safe": suppressed.after.classes},
        "suppressed": round(suppressed.share, 4),
        "smallest_classes": class_sizes(suppressed.measures, 2 * rule.k),
    }
