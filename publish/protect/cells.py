"""Cell suppression in tables of counts: small cells, and those that would give them away.

Primary and complementary suppression as in Hundepool et al., Statistical Disclosure Control,
2012, chapter 4, by the hypercube's simplest case: subtraction from a margin. It is no linear
program: see docs/anonymise.md for what that leaves.
"""

from typing import Any

import ibis

from publish.engine import Workspace

MARGIN, FINE = ["margin_set", "margin_cell"], ["fine_set", "fine_cell"]


def protected(cells: Any, links: Any, k: int, place: Workspace) -> Any:
    """The cells (`set`, `cell`, `people`, `out`, `before`), more of them `out`: kept private.

    Given are those that are `out` already, and those that were shown `before`: of two that would
    do, the one that was hidden stays hidden, so that no two releases show the one and the other.
    `links` say which cell contains which: `margin_set`, `margin_cell`, `fine_set`, `fine_cell`,
    and by how many columns the margin is made (`depth`).
    Under a cell that stays public, either all is shown, or two cells or more are out with `k`
    people or more among them; under one that is out, all is out.
    """
    cells = cells.mutate(out=cells.out | (cells.people < k))
    while True:
        cells = place.con.create_table(place.name("cells"), cells, temp=True)
        more = place.con.create_table(place.name("more"), _exposed(cells, links, k), temp=True)
        if not more.count().to_pyarrow().as_py():
            return cells
        joined = cells.left_join(more.mutate(_more=True), ["set", "cell"])
        cells = joined.select(
            "set", "cell", "people", "before", out=joined.out | joined["_more"].fill_null(False)
        )


def _exposed(cells: Any, links: Any, k: int) -> Any:
    """The cells (`set`, `cell`) that must follow those which are out already."""
    nested = _nested(cells, links)
    chosen = nested.filter(_solvable(nested, k), _first(nested))
    # What hides a cell under its nearest margin mostly hides it under the others too.
    chosen = chosen.filter(chosen.depth == chosen.depth.max().over(ibis.window()))
    below = nested.filter(nested.hidden, ~nested.out)
    return ibis.union(
        _cells(chosen.filter(~chosen.out), FINE),
        # Nothing is left to hide a lonely cell under: its margin goes instead.
        _cells(chosen.filter(chosen.out), MARGIN),
        _cells(below, FINE),
        distinct=True,
    )


def _nested(cells: Any, links: Any) -> Any:
    """Every cell beside each margin that contains it: `people`, `out`; `total`, `hidden`."""
    fine = cells.select("people", "out", "before", fine_set=cells.set, fine_cell=cells.cell)
    margins = cells.select(
        margin_set=cells.set, margin_cell=cells.cell, total=cells.people, hidden=cells.out
    )
    return links.inner_join(fine, FINE).inner_join(margins, MARGIN)


def _solvable(nested: Any, k: int) -> Any:
    """Whether subtracting what is shown from the margin says too much of what is out."""
    siblings = ibis.window(group_by=[*MARGIN, "fine_set"])
    shown = nested.out.ifelse(0, nested.people).sum().over(siblings)
    hidden = nested.out.ifelse(nested.people, 0)
    rest, known = nested.total - shown, hidden.sum().over(siblings)
    # People of the sum whose cell nobody knows any more are one hidden cell more.
    number = nested.out.cast("int64").sum().over(siblings) + (rest > known).cast("int64")
    # People in several cells make the difference smaller than the cells; either may be small.
    together = ibis.least(rest, known)
    many = (together >= k) | (hidden.max().over(siblings) >= k)
    return ~nested.hidden & (number > 0) & ~((number > 1) & many)


def _first(nested: Any) -> Any:
    """Whether this cell is the next to hide under its margin, or nothing is shown any more."""
    order = [nested.out, nested.before, nested.people, nested.fine_cell]
    siblings = ibis.window(group_by=[*MARGIN, "fine_set"], order_by=order)
    return ibis.row_number().over(siblings) == 0


def _cells(rows: Any, names: list[str]) -> Any:
    return rows.select(set=rows[names[0]], cell=rows[names[1]])
