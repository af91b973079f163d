"""A flow that grows: what one member took stays with them while others are tried."""

from collections.abc import Iterable

from networkx import DiGraph

# What `edmonds_karp` calls once it has set the whole flow to nothing; ours goes on from what flows.
from networkx.algorithms.flow.edmondskarp import edmonds_karp_core

_FOUNDERS, _SINK = ("founders",), ("sink",)
_Node = str | tuple[str]


class Flow:
    """Between `members`, from the founders, who are one source (None).

    The graph is networkx's residual network: each edge beside its reverse, with its capacity and
    what flows.
    """

    def __init__(self, members: Iterable[str]) -> None:
        self._left = DiGraph(inf=1 << 40)
        self._left.add_nodes_from([_FOUNDERS, _SINK, *members])

    def open(self, giver: str | None, members: Iterable[str], units: int) -> None:
        """The vouches of a giver carry units from now on, to those members who are known."""
        for to in members:
            if to in self._left:
                self._add(_FOUNDERS if giver is None else giver, to, units)

    def carry(self, member: str, units: int) -> frozenset[object]:
        """Carries so many units to a member beside all that is carried, where that can be.

        Else nothing changes, and those are told whom not as many reach either: they lie behind the
        same cut, the member among them.
        """
        if self._arriving(member) < units:
            return frozenset([member])
        self._add(member, _SINK, units)
        found = edmonds_karp_core(self._left, _FOUNDERS, _SINK, units)
        behind = self._behind() if found < units else frozenset[object]()
        if behind and found:
            edmonds_karp_core(self._left, _SINK, _FOUNDERS, found)
        self._left.remove_edges_from([(member, _SINK), (_SINK, member)])
        return behind

    def _arriving(self, member: str) -> int:
        """What could come in at most."""
        edges = self._left.in_edges(member, data=True)
        return sum(edge["capacity"] - edge["flow"] for _one, _to, edge in edges)

    def _behind(self) -> frozenset[object]:
        """Whom nothing more reaches."""
        seen: set[_Node] = {_FOUNDERS}
        new = set(seen)
        while new:
            new = self._beyond(new) - seen
            seen |= new
        return frozenset(self._left.nodes - seen)

    def _beyond(self, nodes: Iterable[_Node]) -> set[_Node]:
        """To whom one more unit could flow from those."""
        edges = self._left.edges(nodes, data=True)
        return {to for _one, to, edge in edges if edge["flow"] < edge["capacity"]}

    def _add(self, one: _Node, to: _Node, units: int) -> None:
        left = self._left
        for edge in ((one, to), (to, one)):
            if not left.has_edge(*edge):
                left.add_edge(*edge, capacity=0, flow=0)
        left[one][to]["capacity"] += units
