"""Whom the founders reach: one flow for all of them, as `docs/trust.md` defines it and proves.

Source: Levien, Attack-resistant trust metrics (2004), with capacities of our own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from publish.desk.trust.flow import Flow
from publish.desk.trust.terms import FROM_FOUNDER, NEEDED, STOCK


def reached(
    founders: Collection[str], vouches: Iterable[tuple[str, str]], order: Sequence[str]
) -> list[str]:
    """Whom one flow from the founders reaches together, in the order in which they came in.

    `vouches` are live ones: who gave it, and to whom. Members are tried in `order`; who is in
    hands on what the vouches they gave carry; it ends when nobody else comes in.
    """
    given = _given(vouches)
    received = Counter(to for several in given.values() for to in several)
    waiting = [one for one in order if received[one] >= NEEDED and one not in founders]
    flow, found = Flow(waiting), list[str]()
    for founder in sorted(founders):
        flow.open(None, given.get(founder, ()), FROM_FOUNDER)
    while new := _round(flow, waiting, given):
        found += new
        waiting = [one for one in waiting if one not in new]
    return found


def _given(vouches: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """To whom each member vouches; never more than the stock, whatever a file says."""
    given = dict[str, list[str]]()
    for giver, to in sorted(set(vouches)):
        several = given.setdefault(giver, [])
        if giver != to and len(several) < STOCK:
            several.append(to)
    return given


def _round(
    flow: Flow, waiting: Sequence[str], given: Mapping[str, Sequence[str]]
) -> dict[str, None]:
    """Who comes in when each is tried once."""
    new, behind = dict[str, None](), frozenset[object]()
    for one in waiting:
        if one in behind:
            continue
        if short := flow.carry(one, NEEDED):
            behind |= short
        else:
            flow.open(one, given.get(one, ()), 1)
            new[one] = None
    return new
