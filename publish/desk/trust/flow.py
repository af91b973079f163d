"""A flow that grows: what one member took stays with them while others are tried."""

from collections.abc import Iterable

from networkx import DiGraph
from networkx.algorithms.flow import edmonds_karp

_FOUNDERS, _SINK = ("founders",), ("sink",)
_Node = str | tuple[str]


class Flow:
    """Between `members`, from the founders, who are one source (None).

    The graph is what the flow so far leaves: networkx reads the capacities, finds what flows more,
    and it is taken off them where it is kept.
    """

    def __init__(self, members: Iterable[str]) -> None:
        self._left = DiGraph(inf=1 << 40)
        self._left.add_nodes_from([_FOUNDERS, _SINK, *members])

    def open(self, giver: str | None, members: Iterable[str], units: int) -> None:
        """The vouches of a giver carry units from now on, to those members who are known."""
        for to in members:
            if to in self._left:
                self._add(_FOUNDERS if giver is None else giver, to, units)

    def carry(self, member: str, units: int) -> bool:
        """Whether so many units reach a member beside all that is carried; then they stay."""
        arriving = sum(self._left[one][member]["capacity"] for one in self._left.pred[member])
        if arriving < units:
            return False
        self._add(member, _SINK, units)
        edmonds_karp(self._left, _FOUNDERS, _SINK, residual=self._left)
        enough = bool(self._left.graph["flow_value"] == units)
        self._left.remove_edges_from([(member, _SINK), (_SINK, member)])
        if enough:
            self._keep()
        return enough

    def behind(self) -> frozenset[object]:
        """Whom no more reached, when the last one was tried for whom it was not enough."""
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

    def _keep(self) -> None:
        for _one, _to, edge in self._left.edges(data=True):
            edge["capacity"] -= edge["flow"]
            edge["flow"] = 0
