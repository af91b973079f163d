"""What becomes of the rows of people who asked to be forgotten.

They leave tables about people before anything else is done; of tables about things, what `forget:`
says. `withdrawals-matched.json` remembers by their digests whom an export ever named: who never was
is told at every publication.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.digest import of_person
from publish.bakehouse.protect.identity import canonical_values
from publish.bakehouse.protect.withdrawal_list import Person, key_of, withdrawn
from publish.declare.declaration import Table
from publish.release.disk import write_private
from publish.words.json import read_json

MATCHED = "withdrawals-matched.json"


def remaining(rows: Any, declared: Table, private: Path, as_of: date, place: Workspace) -> Any:
    """The typed rows (Ibis) of a table, without those of people who withdrew by that day.

    Raises PrivateStateError for a list that cannot be read whole. Of tables about things, their
    rows leave, or their free texts, where `forget:` says so.
    """
    due = withdrawn(private, as_of)
    if not due or declared.contributor is None or not _leaves(declared):
        return rows
    keyed = _keyed(rows, declared)
    listed = _listed(keyed, as_counted(declared, due), key_of(private), place)
    if declared.forget == "texts":
        return _without_texts(keyed, listed, declared)
    return keyed.anti_join(listed, "_gone").drop("_gone")


def _leaves(declared: Table) -> bool:
    return declared.about == "people" or declared.forget is not None


def _without_texts(keyed: Any, listed: Any, declared: Table) -> Any:
    """All rows, those of the listed people with no free text."""
    joined = keyed.left_join(listed.mutate(_left=True), "_gone")
    joined = joined.drop(ibis.selectors.endswith("_right"))
    texts = [name for name, column in declared.columns.items() if column.role == "free_text"]
    emptied = {
        name: joined["_left"].notnull().ifelse(ibis.null(joined[name].type()), joined[name])
        for name in texts
    }
    return joined.mutate(**emptied).drop("_gone", "_left")


def found(
    rows: Any, declared: Table, people: Iterable[Person], key: bytes, place: Workspace
) -> Counter[str]:
    """How many of the typed rows (Ibis) each of the people has, by canonical form."""
    here = made_by(rows, declared, as_counted(declared, people), key, place)
    counted = here.group_by("_gone").agg(_rows=here.count()).to_pyarrow().to_pylist()
    return Counter({one["_gone"]: one["_rows"] for one in counted})


def made_by(
    rows: Any, declared: Table, digests: Collection[str], key: bytes, place: Workspace
) -> Any:
    """Those of the typed rows (Ibis) whose contributors have such digests, named in `_gone`."""
    keyed = _keyed(rows, declared)
    return keyed.semi_join(_listed(keyed, digests, key, place), "_gone")


def as_counted(declared: Table, people: Iterable[Person]) -> set[str]:
    """The digests of people as the contributors of a table are counted."""
    integers = declared.columns[str(declared.contributor)].type == "integer"
    return {who.whole if integers else who.text for who in people}


def _listed(keyed: Any, wanted: Collection[str], key: bytes, place: Workspace) -> Any:
    """Of the contributors of rows those with one of the digests, by canonical form."""
    batches = keyed.select("_gone").distinct().filter(lambda t: t["_gone"].notnull())
    names = (who for batch in batches.to_pyarrow_batches() for who in batch["_gone"].to_pylist())
    there = [who for who in names if of_person(key, who) in wanted]
    listed = pa.table({"_gone": pa.array(sorted(there), pa.string())})
    return place.brought("withdrawn", listed)


def _keyed(rows: Any, declared: Table) -> Any:
    return rows.mutate(_gone=canonical_values(rows[declared.contributor].cast("string")))


def remember_matched(private: Path, people: Collection[str]) -> None:
    """Note whom (canonical form) an export named."""
    if not people:
        return
    key, before = key_of(private), _matched(private)
    after = before | {of_person(key, who) for who in people}
    if after != before:
        write_private(private / MATCHED, json.dumps(sorted(after)) + "\n")


def never_matched(private: Path, due: Iterable[Person]) -> list[int]:
    """The places (from 1) of those who withdrew and whom no export ever named."""
    known = _matched(private)
    return [place for place, who in enumerate(due, 1) if not {who.text, who.whole} & known]


def _matched(private: Path) -> set[str]:
    try:
        return set(map(str, read_json(private / MATCHED)))
    except (FileNotFoundError, ValueError, TypeError):
        # Lost, it is made again at the next publication.
        return set()
