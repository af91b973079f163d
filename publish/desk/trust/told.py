"""What is told of the web of trust to its officers, and to each member of themselves: no pairs."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from publish.corrections import desk_file
from publish.desk.members import Member, members
from publish.desk.trust.counted import Seen, count, seen_now
from publish.desk.trust.terms import NEEDED

_STANDING = """SELECT generation = counted AND (NOT until OR until > :now) AS counted,
    EXISTS (SELECT 1 FROM trusted WHERE member = :member) AS inside, dataset, "table", columns
    FROM trust"""


@dataclass(frozen=True)
class Standing:
    """Where a member stands by the last count; `counted` is False while another one is made."""

    counted: bool
    inside: bool
    dataset: str
    table: str
    columns: tuple[str, ...]


def standing(path: Path, member: str, now: int) -> Standing | None:
    """Whether somebody is reached, and where they may correct then; None without trust."""
    with desk_file.reading(path) as database:
        found = database.execute(_STANDING, {"member": member, "now": now}).fetchone()
    if found is None:
        return None
    columns = tuple(found["columns"].split(",")) if found["columns"] else ()
    return Standing(
        bool(found["counted"]), bool(found["inside"]), found["dataset"], found["table"], columns
    )


def summary(path: Path, declared: Collection[str], now: int) -> str:
    """How many there are, and how many are reached."""
    count(path, now)
    seen, known = seen_now(path, now), members(path)
    found = seen.reached()
    names = {name for one in known for name in (one.id, one.name)}
    unknown = [name for name in declared if name not in names]
    missing = f" ({', '.join(unknown)}: no such member)" if unknown else ""
    return f"{len(seen.founders)} founders{missing}, {len(found)} of {len(known)} members reached"


def told_of(path: Path, member: Member, now: int) -> str:
    """Whether a member is reached, by how many vouches, and how many hang on those they gave."""
    count(path, now)
    seen = seen_now(path, now)
    has = sum(to == member.id for _giver, to, _end in seen.vouches)
    gave = sum(giver == member.id for giver, _to, _end in seen.vouches)
    found = seen.reached()
    hang = set(found) - set(seen.reached(without=member.id)) - {member.id}
    vouches = f"{has} live vouches (of {NEEDED} that are needed), {gave} given"
    return f"{_how(seen, found, member)}; {vouches}; {len(hang)} others are reached by those alone"


def _how(seen: Seen, found: Collection[str], member: Member) -> str:
    if member.id in seen.founders:
        return "founder"
    return "reached" if member.id in found else "not reached"
