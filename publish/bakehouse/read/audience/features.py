"""Addresses as features, by the patterns of the declaration; what matches none is `other`."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read.audience.tally import Tally
from publish.bakehouse.read.exports import ExportRequest, Remark
from publish.declare.audience import FeatureRule
from publish.errors import SourceError
from publish.words.sql import literal

OTHER = "other"
UNMATCHED = "unmatched"


def features_of(
    names: Sequence[str], rules: Sequence[FeatureRule], file: str, workspace: Workspace
) -> dict[str, str]:
    """The feature of each path or title: that of the first rule which matches a part of it.

    The patterns are RE2's (in DuckDB), whose time grows with the text and not faster. Raises
    SourceError for one that it does not take.
    """
    cases = "".join(
        f" WHEN regexp_matches(name, {literal(rule.match)}) THEN {literal(rule.feature)}"
        for rule in rules
    )
    chosen = f"CASE{cases} ELSE '{OTHER}' END" if cases else f"'{OTHER}'"
    paths = workspace.brought("paths", pa.table({"name": pa.array(names, pa.string())}))
    try:
        found = workspace.sql(f"SELECT name, {chosen} FROM {paths.get_name()}")  # noqa: S608
    except duckdb.InvalidInputException:
        raise SourceError(
            f"{file}: a pattern of `features:` looks around or back (`(?=`, `\\1`), which is not "
            "taken; write it without"
        ) from None
    return dict(found)


def list_unmatched(
    request: ExportRequest, tallies: Mapping[str, Tally], workspace: Workspace
) -> tuple[Remark, ...]:
    """Writes what matches no rule into the dataset's private folder; tells how much it is."""
    path = _list_of(request, workspace)
    path.unlink(missing_ok=True)
    if not tallies:
        return ()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    ranked = sorted(tallies.items(), key=lambda one: (-(one[1].actions or 0), one[0]))
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("address", "visits", "actions"))
        rows.writerows((name, tally.visits, tally.actions) for name, tally in ranked)
    return (
        Remark(
            "unmatched-addresses",
            f"addresses of no feature, which count as `{OTHER}`: {len(tallies)}, listed in "
            f"{UNMATCHED}/{path.name} of the dataset's private folder",
            "add a pattern to `features:` for those that matter",
        ),
    )


def _list_of(request: ExportRequest, workspace: Workspace) -> Path:
    name = request.file.replace("/", "_").strip(".")
    return workspace.folder.parent / UNMATCHED / f"{name}.csv"
