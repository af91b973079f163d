"""Where a part stands in its series today: what it is compared with, what it follows."""

from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from publish.policy import Privacy
from publish.protect.leaving import Leaving
from publish.series.fresh import Fresh
from publish.series.ledger import Ledger, Past
from publish.series.policy import Form, form, policy

NO_RELEASE = pa.schema([("number", pa.int64()), ("next", pa.int64()), ("delta_k", pa.int64())])


@dataclass(frozen=True)
class Chapter:
    """A part in today's form and policy.

    `base` is the number of the release that is served; `past` every release that it is compared
    with (the same form, since the last acknowledgement); `before` the last one in another form.
    """

    part: str
    form: Form
    policy: str
    key: bytes
    scope: int | None
    series: int
    base: int | None
    past: tuple[Past, ...]
    before: Past | None
    origin: int | None
    why: str | None
    people: str = ""
    """The table whose people are known again in all its counts; empty for records."""

    @property
    def name(self) -> str:
        """What keeps the digests of this part and form apart from all others."""
        return f"{self.part} {self.form.digest}"

    @property
    def recheck(self) -> bool:
        """Whether thresholds changed, so that classes without a change are measured again."""
        return bool(self.past) and self.past[-1].policy != self.policy

    def releases(self, leaving: Leaving, rule: Privacy) -> Any:
        """The releases compared with: `number`, `next` (in this form), `delta_k` in force."""
        numbers: list[int | None] = [one.number for one in self.past]
        nexts = [*numbers, None][1:]
        delta: list[int | None] = [min(one.delta_k, rule.delta_k) for one in self.past]
        columns: dict[str, list[int | None]] = {"number": numbers, "next": nexts, "delta_k": delta}
        table = pa.table(columns, schema=NO_RELEASE)
        place = leaving.place
        return place.con.create_table(place.name("releases"), table, temp=True)


def chapter(leaving: Leaving, part: str, columns: list[str], ledger: Ledger) -> Chapter:
    """Where a part with these published columns stands; raises PrivateStateError without a key."""
    classes = _classes(leaving, part, columns)
    made = form(leaving.declared, columns, classes, leaving.folder)
    history, fresh = ledger.history(part), Fresh.asked(leaving.private, ledger)
    told = policy(made, leaving.declared.rule)
    known = [] if fresh else [one for one in history if one.number >= history[-1].origin]
    scope = ledger.scope(part, made.digest)
    base = ledger.number(leaving.previous.parent.resolve().name if leaving.previous else None)
    served = next((one for one in reversed(known) if one.number == base), None)
    return Chapter(
        part=part,
        form=made,
        policy=told,
        key=replace(leaving.keys, expected=ledger.exists).key(),
        scope=scope,
        series=_series(history, told, fresh),
        base=base,
        past=tuple(one for one in known if one.scope == scope),
        before=served if served and served.scope != scope else None,
        origin=known[0].origin if known else None,
        why=fresh.why if fresh else None,
        people="" if part == leaving.name else leaving.name,
    )


def _classes(leaving: Leaving, part: str, columns: list[str]) -> list[str]:
    """The columns that make classes: the quasi-identifiers of records, all of an aggregate."""
    if part != leaving.name:
        return columns
    return [name for name in leaving.declared.quasi_identifiers if name in columns]


def _series(history: list[Past], told: str, fresh: Fresh | None) -> int:
    if not history:
        return fresh.series if fresh else 1
    last = history[-1]
    return last.series + (1 if fresh or last.policy != told else 0)
