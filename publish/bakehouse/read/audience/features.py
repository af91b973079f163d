"""Addresses as features, by the patterns of the declaration; what matches none is `other`."""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.common import common
from publish.bakehouse.read.audience.tally import Named, Tally, together
from publish.bakehouse.read.exports import ExportRequest, Remark
from publish.declare.audience import FeatureRule
from publish.errors import SourceError
from publish.words.sql import literal

OTHER = "other"
UNMATCHED = "unmatched"


def features_of(names: Sequence[str], rules: Sequence[FeatureRule], file: str) -> dict[str, str]:
    """The feature of each path or title: that of the first rule which matches a part of it.

    The patterns are RE2's (in DuckDB), whose time grows with the text and not faster. Raises
    SourceError for one that it does not take.
    """
    texts = pa.table({"name": pa.array(names, pa.string())})
    cases = "".join(
        f" WHEN regexp_matches(name, {literal(rule.match)}) THEN {literal(rule.feature)}"
        for rule in rules
    )
    chosen = f"CASE{cases} ELSE '{OTHER}' END" if cases else f"'{OTHER}'"
    try:
        with _engine().cursor() as engine:
            engine.register("texts", texts)
            found = engine.execute(f"SELECT name, {chosen} FROM texts").fetchall()  # noqa: S608
    except duckdb.InvalidInputException:
        patterns = (rule.match for rule in rules)
        number, pattern = next(one for one in enumerate(patterns) if not _is_taken(one[1]))
        raise SourceError(
            f"{file}: features.{number}.match: the pattern {pattern!r} is none of RE2's, "
            "which look neither around nor back (`(?=`, `\\1`); write it without"
        ) from None
    return dict(found)


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """It writes nothing on any disk: what it matches, people may have typed."""
    return duckdb.connect(":memory:", config={"temp_directory": "", "threads": 1})


def _is_taken(pattern: str) -> bool:
    with _engine().cursor() as engine:
        try:
            engine.execute(f"SELECT regexp_matches('', {literal(pattern)})")
        except duckdb.InvalidInputException:
            return False
    return True


def renamed(named: Named, names: Mapping[str, str]) -> Named:
    """What is counted by other names in place of those that stand last in the keys."""
    return together(((*key[:-1], names[key[-1]]), tally) for key, tally in named.items())


def most_visitors(named: Named) -> dict[str, int]:
    """How many people saw what stands last in the keys, on one day."""
    seen = together((key[-1], tally) for key, tally in named.items())
    return {name: tally.visitors or 0 for name, tally in seen.items()}


def list_unmatched(
    request: ExportRequest, tallies: Mapping[str, Tally], workspace: Workspace
) -> tuple[Remark, ...]:
    """Adds what matches no rule to the list of its source, in the dataset's private folder.

    Rare parts of addresses are not listed. Told once a source, by the first file that has some.
    """
    path = _list_of(request, workspace)
    known: dict[str, Tally] | None = workspace.read.get(path)
    if known is None:
        path.unlink(missing_ok=True)
    if not tallies:
        return ()
    workspace.read[path] = together(chain((known or {}).items(), tallies.items()))
    _write(path, _listed(workspace.read[path], request.source.features))
    return (_told(path),) if known is None else ()


def _listed(tallies: Mapping[str, Tally], rules: Sequence[FeatureRule]) -> dict[str, Tally]:
    kept = common({name: tally.visitors or 0 for name, tally in tallies.items()}, rules)
    return together((kept[name], tally) for name, tally in tallies.items())


def _write(path: Path, tallies: Mapping[str, Tally]) -> None:
    """The addresses, those that are asked for most first."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    ranked = sorted(tallies.items(), key=lambda one: (-(one[1].actions or 0), one[0]))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("address", "visits", "actions"))
        rows.writerows((name, tally.visits, tally.actions) for name, tally in ranked)


def _told(path: Path) -> Remark:
    return Remark(
        "unmatched-addresses",
        f"some addresses are of no feature and count as `{OTHER}`; they are listed in "
        f"{UNMATCHED}/{path.name} of the dataset's private folder",
        "add a pattern to `features:` for those that matter",
    )


def _list_of(request: ExportRequest, workspace: Workspace) -> Path:
    source = request.source
    place = source.path or f"matomo-{source.site}-{source.report}"
    name = re.sub(r"[^A-Za-z0-9.-]+", "_", place).strip("._")
    return workspace.folder.parent / UNMATCHED / f"{name}.csv"
