"""Tables that are declared no more: what they told is not told anew under another name."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from publish.bakehouse.counted.cells import MONTH
from publish.bakehouse.counted.kept import FOLDER, columns_of, monthly, read_kept
from publish.bakehouse.engine import Workspace
from publish.declare.counts import Counts
from publish.declare.site import DECLARATION
from publish.declare.tree import mapping
from publish.declare.yaml_file import plain_tree
from publish.errors import DeclarationError

AGAIN = """
SELECT 1 FROM {new} new SEMI JOIN {kept} kept ON {ours} = {theirs} LIMIT 1
"""


class Gone(NamedTuple):
    """A table that published and is declared no more."""

    dataset: str
    table: str


def told_by_gone(new: Any, counts: Counts, own: Path, data: Path, place: Workspace) -> Gone | None:
    """A table that is gone and told a block of those new here, of the site's private folder.

    In another dataset it counts by a column of this one; in this one its columns may be renamed.
    """
    dataset = own.parent.parent
    for path, gone in _gone(dataset.parent, data):
        kept = read_kept(path, place)
        near = gone.dataset == dataset.name
        alike = near or bool(columns_of(kept, place) & {*counts.by, *counts.within})
        if alike and path != own and _again(new, kept, counts, place):
            return gone
    return None


def _gone(private: Path, data: Path) -> Iterator[tuple[Path, Gone]]:
    for path in sorted(private.glob(f"*/{FOLDER}/*.parquet")):
        dataset = path.parent.parent.name
        if path.stem not in _declared(data / dataset / DECLARATION):
            yield path, Gone(dataset, path.stem)


def _declared(path: Path) -> set[str]:
    """The tables of a dataset as they are written; none where it is gone or nobody can read it."""
    with suppress(DeclarationError):
        return set(mapping(plain_tree(path).get("tables"))) if path.is_file() else set()
    return set()


def _again(new: Any, kept: Any, counts: Counts, place: Workspace) -> bool:
    """Whether both tell a block: weeks are compared with months by the month that they are of."""
    alike = monthly(kept, place) == ("month" in counts.every)
    shape = "{0}" if alike else MONTH
    words = {"ours": shape.format("new._block"), "theirs": shape.format("kept._block")}
    return bool(place.sql(place.filled(AGAIN, new=new, kept=kept, **words)))
