"""The mode `records`: rows about people, in classes of enough people, the others suppressed."""

from collections.abc import Iterator
from typing import Any

from publish.declaration import Column, Table
from publish.errors import Problem
from publish.policy import Privacy
from publish.protect.classes import (
    Count,
    Suppressed,
    bounded,
    measured,
    safe,
    suppress,
    with_class,
)
from publish.protect.leaving import PERSON, Leaving, Left, Published
from publish.protect.risk import (
    class_sizes,
    inference,
    people_of,
    reached,
    reidentification,
    shares,
)
from publish.protect.singling import shares_without
from publish.protect.wp216 import criteria, percent


def records(leaving: Leaving) -> Left:
    """The rows of the safe classes, without the person; a blocker when too many would go."""
    refused = tuple(_undeclared(leaving))
    if refused:
        return Left((), refused)
    declared, rule, place = leaving.declared, leaving.declared.rule, leaving.place
    rows = _kept(leaving, with_class(leaving.rows, declared.quasi_identifiers))
    few = _kept(leaving, bounded(rows, rule.max_rows_per_class, place))
    found = suppress(few, rule, place)
    rows_in = int(rows.count().to_pyarrow().as_py())
    internal = _internal(rows_in, found, rule)
    if found.share > rule.max_suppressed:
        return Left((), (_unfit(leaving, rows, found),), {}, internal)
    settled = _settled(leaving, few)
    out = _kept(leaving, settled.rows)
    measures = _kept(leaving, measured(out, rule.l))
    figures = _figures(declared, rows_in, found, out, measures) | {"series": settled.figures}
    problems = (*settled.problems, *_unsafe(leaving, measures), *_homogeneous(leaving, figures))
    published = Published(leaving.name, declared, out.select(*declared.published))
    internal |= {"series": {leaving.name: settled.internal}}
    return Left((published,), problems, figures, internal, (settled,))


def _settled(leaving: Leaving, rows: Any) -> Any:
    """The rows whose changes show nobody, with every release ever published in mind."""
    # Here, since the series are built on the classes of this package.
    from publish.series import settle

    return settle(leaving, rows, leaving.declared.rule, leaving.name)


def _kept(leaving: Leaving, rows: Any) -> Any:
    """The rows computed once."""
    return leaving.place.con.create_table(leaving.place.name("records"), rows, temp=True)


def _undeclared(leaving: Leaving) -> Iterator[Problem]:
    """What keeps people from being counted or hidden."""
    declared, name = leaving.declared, leaving.name
    if PERSON not in leaving.rows.columns:
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


def _unfit(leaving: Leaving, rows: Any, found: Suppressed) -> Problem:
    rule = leaving.declared.rule
    without = shares_without(rows, leaving.declared.quasi_identifiers, rule)
    told = ", ".join(f"`{name}` {percent(share)}" for name, share in without.items())
    fits = any(share <= rule.max_suppressed for share in without.values())
    advice = (
        "coarsen or drop the first of these columns"
        if fits
        else "no single column is enough: coarsen or drop several, or publish `aggregates:`"
    )
    return Problem(
        "unfit-policy",
        leaving.name,
        f"{percent(found.share)} of rows would be suppressed, over `max_suppressed` "
        f"({percent(rule.max_suppressed)})",
        f"{advice}; suppressed without it: {told}",
    )


def _unsafe(leaving: Leaving, measures: Any) -> Iterator[Problem]:
    """Measured again on what leaves: nothing done since may have made a class unsafe."""
    unsafe = measures.filter(~safe(measures, leaving.declared.rule)).count().to_pyarrow().as_py()
    if unsafe:
        yield Problem(
            "unsafe-class",
            leaving.name,
            f"{unsafe} classes that would leave are under the declared thresholds",
            "nothing in the declaration mends this: report it as a fault of Fournil",
        )


def _homogeneous(leaving: Leaving, figures: dict[str, Any]) -> Iterator[Problem]:
    for column, of in figures["inference"].items():
        if of["certain"]:
            yield Problem(
                "certain-inference",
                f"{leaving.name}.{column}",
                f"for {percent(of['certain'])} of people, the class alone tells the value",
                f"add `l: {{{column}: 2}}` to `privacy:`, or more",
                "warning",
            )


def _figures(
    declared: Table, rows_in: int, found: Suppressed, out: Any, measures: Any
) -> dict[str, Any]:
    """The public figures of what leaves; `wp216` says them in words."""
    people = people_of(out)
    level = reached(measures, declared.rule.l)
    rows_out = int(out.count().to_pyarrow().as_py())
    roles = {name: column.role for name, column in declared.published.items()}
    sensitive = [name for name, role in roles.items() if role == "sensitive"]
    figures = {
        "mode": "records",
        "quasi_identifiers": list(declared.quasi_identifiers),
        "policy": declared.rule.model_dump(mode="json"),
        "reached": level,
        **shares(rows_in, found, Count(rows_out, people, level["classes"])),
        "risk": reidentification(measures, found.measures, people),
        "inference": inference(out, measures, sensitive),
    }
    pseudonyms = tuple(name for name, one in declared.published.items() if _pseudonym(one))
    return figures | {"wp216": criteria(figures, pseudonyms)}


def _pseudonym(column: Column) -> bool:
    return column.protect is not None and column.protect.technique == "pseudonymise"


def _internal(rows_in: int, found: Suppressed, rule: Privacy) -> dict[str, Any]:
    """Exact counts, and the smallest classes by size, for the private side."""
    return {
        "rows": {"in": rows_in, "bounded": found.before.rows, "safe": found.after.rows},
        "people": {"in": found.before.people, "safe": found.after.people},
        "classes": {"in": found.before.classes, "safe": found.after.classes},
        "smallest_classes": class_sizes(found.measures, 2 * rule.k),
    }
