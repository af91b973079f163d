"""A desk whose members vouch for each other, as they would on its pages."""

from collections.abc import Sequence
from pathlib import Path

from publish.declare.declaration import TrustDeclared
from publish.desk.members import invite, members
from publish.desk.trust.counted import count, declare
from publish.desk.trust.vouches import PACE_SECONDS, accept, received, vouch

NOW = 1_796_000_000
TRUST = TrustDeclared(founders=("Ada", "Bea", "Cleo"), on="lieux.places", columns=("kind",))


def ids(path: Path) -> dict[str, str]:
    """The ids of all members by their names."""
    return {one.name: one.id for one in members(path)}


def opened(path: Path, *names: str) -> dict[str, str]:
    """The ids of the founders, and of more members who may do nothing yet but propose."""
    for name in (*TRUST.founders, *names):
        invite(path, name, "member", NOW)
    declare(path, TRUST)
    return ids(path)


def vouched(path: Path, pairs: Sequence[tuple[str, str]], start: int = NOW) -> int:
    """Each vouch offered and accepted as early as may be; when the last one was."""
    known, turns = ids(path), dict[str, int]()
    for giver, name in pairs:
        now = start + turns.get(giver, 0) * PACE_SECONDS
        turns[giver] = turns.get(giver, 0) + 1
        vouch(path, known[giver], name, now)
        for one in received(path, known[name], now):
            accept(path, known[name], one.number, now)
    last = start + max(turns.values(), default=0) * PACE_SECONDS
    count(path, last)
    return last
