"""Whether the ledger, the store and the clock agree, before anything is read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from publish.bakehouse.protect.digest import check_word
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.series.ledger import Ledger, ReleaseRecord
from publish.bakehouse.series.new_series import NewSeries
from publish.errors import Problem
from publish.release.index import Entry
from publish.release.package import Package

AGAIN = "or accept that the past cannot be compared with: `fournil new-series {} --why …`"


def state_problems(
    private: Path,
    entries: Sequence[Entry],
    served: Package | None,
    keys: Keys,
    as_of: date,
) -> Iterator[Problem]:
    """Blockers where the past of tables about people is lost, stale or ahead of today.

    `served` is the descriptor of the current release. A new series that a person asked for
    accepts all but a clock moved back.
    """
    ledger, name = Ledger(private), keys.dataset
    recorded = ledger.releases()
    newest = max((one.date for one in recorded), default=as_of)
    if as_of < newest:
        yield Problem(
            "clock-moved-back",
            name,
            f"today is {as_of}, and the last release was made for {newest}",
            "set the clock right, or give `--as-of` a later day",
        )
    if NewSeries.requested(private, ledger) is None:
        yield from _unknown_past(name, recorded, entries, served)
        yield from _other_key(ledger, keys)


def _unknown_past(
    name: str,
    recorded: Sequence[ReleaseRecord],
    entries: Sequence[Entry],
    served: Package | None,
) -> Iterator[Problem]:
    known, again = {(one.version, one.content) for one in recorded}, AGAIN.format(name)
    if not recorded:
        if _has_series(served, entries):
            yield Problem(
                "lost-ledger",
                name,
                "releases about people were published, and the ledger that remembers them is gone",
                f"put private/{name}/ledger.db back (`fournil restore`), {again}",
            )
    elif entries and (entries[-1].version, entries[-1].content) not in known:
        yield Problem(
            "stale-ledger",
            name,
            f"the ledger's last release is {recorded[-1].version}, the store's "
            f"{entries[-1].version}: it comes from an older backup",
            f"put the newest private/{name}/ledger.db back, {again}",
        )
    elif recorded[-1].version not in {entry.version for entry in entries}:
        yield Problem(
            "lost-release",
            name,
            f"the ledger remembers release {recorded[-1].version}, which the store does not know",
            f"put releases/{name}/ back from a copy, releases.json above all",
        )


def _has_series(served: Package | None, entries: Sequence[Entry]) -> bool:
    """Whether people were published in a series; where no file is left to tell, they may be."""
    if served is None:
        return bool(entries)
    return any(table.series is not None for table in served.tables.values())


def _other_key(ledger: Ledger, keys: Keys) -> Iterator[Problem]:
    word = ledger.fact("key")
    if word is not None and word != check_word(replace(keys, expected=True).key()):
        yield Problem(
            "other-key",
            keys.dataset,
            "the key is not the one that the ledger was written with: no row would be known again",
            f"put private/{keys.dataset}/key back, {AGAIN.format(keys.dataset)}",
        )
