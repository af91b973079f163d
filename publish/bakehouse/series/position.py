"""Where a part stands in its series today: what it is compared with, what it follows."""

from dataclasses import dataclass, replace
from typing import Any

from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.series.former import former_part
from publish.bakehouse.series.ledger import Ledger, PartRecord
from publish.bakehouse.series.new_series import NewSeries
from publish.bakehouse.series.recoding import Recoding, policy, recoding_of
from publish.declare.policy import Privacy

RELEASES = """
SELECT unnest(?::BIGINT[]) AS number, unnest(?::BIGINT[]) AS next, unnest(?::BIGINT[]) AS delta_k
"""


@dataclass(frozen=True, kw_only=True)
class SeriesPosition:
    """A part in today's recoding and policy; `part` is the name by which the ledger knows it.

    `base` is the number of the release that is served, where it has the part (`served`), or else
    of the last one that had it: withdrawn, or before the part was away. `past` is every release
    that it is compared with (the same recoding, since the last acknowledgement); `before` the last
    one in another recoding.
    """

    part: str
    published: str
    recoding: Recoding
    policy: str
    key: bytes
    scope: int | None
    series: int
    base: int | None
    served: bool
    past: tuple[PartRecord, ...]
    before: PartRecord | None
    origin: int | None
    why: str | None
    people: str = ""
    """The table whose people are known again in all its counts; empty for records."""

    @property
    def name(self) -> str:
        """What keeps the digests of this part and recoding apart from all others."""
        return f"{self.part} {self.recoding.digest}"

    @property
    def recheck(self) -> bool:
        """Whether thresholds changed, so that classes without a change are measured again."""
        return bool(self.past) and self.past[-1].policy != self.policy

    def releases(self, recoded: RecodedTable, rule: Privacy) -> Any:
        """The releases compared with: `number`, `next` (in this recoding), `delta_k` in force."""
        numbers: list[int | None] = [one.number for one in self.past]
        nexts = [*numbers, None][1:]
        delta: list[int | None] = [min(one.delta_k, rule.delta_k) for one in self.past]
        return recoded.place.table("releases", RELEASES, parameters=(numbers, nexts, delta))


def series_position(
    recoded: RecodedTable, part: str, columns: list[str], ledger: Ledger
) -> SeriesPosition:
    """Where a part with these published columns stands; raises PrivateStateError without a key."""
    classes, published = _classes(recoded, part, columns), part
    part = former_part(recoded, published, ledger)
    recoding = recoding_of(recoded.declared, columns, classes, recoded.folder)
    history, renewal = ledger.history(part), NewSeries.requested(recoded.private, ledger)
    digest = policy(recoding, recoded.declared.rule)
    known = [] if renewal else [one for one in history if one.number >= history[-1].origin]
    scope = ledger.scope(part, recoding.digest)
    shown = ledger.number(recoded.previous.parent.resolve().name if recoded.previous else None)
    served = any(one.number == shown for one in history)
    base = shown if served else _last(known)
    then = next((one for one in reversed(known) if one.number == base), None)
    return SeriesPosition(
        part=part,
        published=published,
        recoding=recoding,
        policy=digest,
        key=replace(recoded.keys, expected=ledger.exists).key(),
        scope=scope,
        series=_series(history, digest, renewal),
        base=base,
        served=served,
        past=tuple(one for one in known if one.scope == scope),
        before=then if then and then.scope != scope else None,
        origin=known[0].origin if known else None,
        why=renewal.why if renewal else None,
        people="" if published == recoded.name else recoded.known,
    )


def _last(known: list[PartRecord]) -> int | None:
    return known[-1].number if known else None


def _classes(recoded: RecodedTable, part: str, columns: list[str]) -> list[str]:
    """The columns that make classes: the quasi-identifiers of records, all of an aggregate."""
    if part != recoded.name:
        return columns
    return [name for name in recoded.declared.quasi_identifiers if name in columns]


def _series(history: list[PartRecord], digest: str, renewal: NewSeries | None) -> int:
    if not history:
        return renewal.series if renewal else 1
    last = history[-1]
    return last.series + (1 if renewal or last.policy != digest else 0)
