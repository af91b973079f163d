"""Which rows are one thing, and what the one row says that stands for them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.declare.merged_columns import UPDATED
from publish.declare.merging import Golden
from publish.declare.partner import Leave, Partner
from publish.declare.table import Table
from publish.words.sql import literal, quoted

Rows = tuple[str, str]
FAR = 1_000_000
"""Further in the order than there are partners."""
_PICKED = "first({{'member': _member, 'value': {value}}} ORDER BY {order}) FILTER (WHERE {there})"
_UNITED = (
    "{{'member': NULL::VARCHAR, 'value': to_json(list_sort(list_distinct(flatten(list("
    "from_json({value}::JSON, '[\"VARCHAR\"]') ORDER BY {order}) FILTER (WHERE {may})))))}}"
)


def clusters(
    pairs: Iterable[Rows], same: Iterable[Rows], different: Iterable[Rows]
) -> dict[str, str]:
    """The rows that are one with another: each by the first of its cluster.

    `pairs` are the most probable first. Two that were decided to be different never end in one
    cluster, neither directly nor through others; what people said counts before what is probable.
    """
    found = _Clusters(different)
    for left, right in (*sorted(same), *pairs):
        found.join(left, right)
    return found.named()


class _Clusters:
    """Disjoint sets, of which some may never be joined."""

    def __init__(self, different: Iterable[Rows]) -> None:
        self._of: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for left, right in different:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def join(self, left: str, right: str) -> None:
        one, other = self._root(left), self._root(right)
        if one == other or self._never(one, other):
            return
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        moved = self._members.pop(other)
        self._members[one] |= moved
        self._of.update(dict.fromkeys(moved, one))

    def named(self) -> dict[str, str]:
        """Each member of a cluster of several, with the least of them."""
        several = (members for members in self._members.values() if len(members) > 1)
        return {member: least for one in several for least in [min(one)] for member in one}

    def _root(self, member: str) -> str:
        if member not in self._of:
            self._of[member] = member
            self._members[member] = {member}
        return self._of[member]

    def _never(self, one: str, other: str) -> bool:
        few, many = sorted((self._members[one], self._members[other]), key=len)
        return any(not many.isdisjoint(self._apart.get(member, ())) for member in few)


def picked(
    many: Any, table: Table, columns: list[str], partners: Mapping[str, Partner], place: Workspace
) -> Any:
    """One row (Ibis) for each cluster of several: `_cluster`, and what each column says.

    Each is a struct of the `value` and the `member` that gave it, null where all of them did.
    """
    voted = [name for name in columns if _rule(name, table) == "vote"]
    votes = "".join(
        f", count({quoted(n)}) OVER (PARTITION BY _cluster, {quoted(n)}) AS {quoted(f'{n} votes')}"
        for n in voted
    )
    cells = ", ".join(f"{_pick(name, table, partners)} AS {quoted(name)}" for name in columns)
    rows = f"(SELECT *{votes} FROM {many.get_name()})"  # noqa: S608
    return place.made("picked", f"SELECT _cluster, {cells} FROM {rows} GROUP BY _cluster")  # noqa: S608


def _pick(name: str, table: Table, partners: Mapping[str, Partner]) -> str:
    rule, value, rank = _rule(name, table), quoted(name), _rank(name, partners)
    may = allowed(name, partners)
    if rule == "union":
        return _UNITED.format(value=value, order=f"{rank}, _member", may=may)
    before = {
        "newest": f"{quoted(UPDATED)} DESC NULLS LAST, ",
        "longest": f"length({value}::VARCHAR) DESC, ",
        "vote": f"{quoted(f'{name} votes')} DESC, ",
    }.get(rule, "")
    there = " AND ".join(f"{quoted(one)} IS NOT NULL" for one in together(name, table))
    order = f"{before}{rank}, _member"
    return _PICKED.format(value=value, order=order, there=f"{there} AND {may}")


def allowed(name: str, partners: Mapping[str, Partner], alias: str = "") -> str:
    """SQL: whether a row's partner may say anything of a column."""
    never = [literal(one) for one, of in _leave(name, partners) if of == "never"]
    whose = f"{alias}." if alias else ""
    return f"{whose}_partner NOT IN ({', '.join(never)})" if never else "true"


def together(name: str, table: Table) -> tuple[str, ...]:
    """The columns that say one thing with this one, which come from one row: a point's degrees."""
    pairs = [*((pair.lat, pair.lon) for pair in table.coordinates)]
    pairs += [table.browse.point] if table.browse.point else []
    return next((pair for pair in pairs if name in pair), (name,))


def _rule(name: str, table: Table) -> Golden:
    golden = table.partners.golden if table.partners else {}
    first, *_ = together(name, table)
    return golden.get(first, golden.get(name, "order"))


def _rank(name: str, partners: Mapping[str, Partner]) -> str:
    """SQL: how far a row's partner stands in the order of who says what a column says."""
    moved = {"override": -FAR, "extend": FAR}
    cases = " ".join(
        f"WHEN {literal(one)} THEN _rank + {moved[of]}"
        for one, of in _leave(name, partners)
        if of != "never"
    )
    return f"CASE _partner {cases} ELSE _rank END" if cases else "_rank"


def _leave(name: str, partners: Mapping[str, Partner]) -> Iterator[tuple[str, Leave]]:
    for stem, partner in partners.items():
        if name in partner.policy.columns:
            yield stem, partner.policy.columns[name]
