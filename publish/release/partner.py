"""The partners whose rows a table of a release holds, as its descriptor names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from publish.release.described import Json, Tree

SOURCE = "source"
"""The column of a merged table that lists the partners of a row, by their names."""
PARTNER = "partner"
"""The column of the table that tells where its rows come from: the one partner of each."""
RETIRED = "retired"
"""Ids that rows had, with those of the rows that they are one with: it follows from the rows."""
PASSING = ("rows", "updated", "copy", "stale")
"""What changes without anybody giving other things: no reason for a release by itself."""


@dataclass(frozen=True)
class ListedPartner:
    """A partner of a table: `rows` that it gave, `updated` the newest of their days.

    `name` is its word in `source` and in addresses, `license` the SPDX id of what it gave, `copy`
    the day of the copy that was read, which is `stale` where a newer one was asked for in vain;
    `logo` a file of the release. Days are ISO; what is not known is "".
    """

    name: str
    title: str
    license: str
    rows: int
    url: str = ""
    updated: str = ""
    copy: str = ""
    stale: bool = False
    logo: str = ""
    contact: str = ""


def partners_of(trees: Iterable[Tree]) -> tuple[ListedPartner, ...]:
    """The partners that a descriptor lists, in its order."""
    return tuple(_partner(tree) for tree in trees)


def naming_partners(column: Tree, partners: Iterable[ListedPartner]) -> Tree:
    """A column of a table that partners feed: one of their names says what these stand for."""
    if column.get("name") not in (SOURCE, PARTNER) or "labels" in column:
        return column
    # A title is the same in all languages; French is the one that every text has.
    labels = {one.name: {"fr": one.title} for one in partners}
    return {**column, "labels": labels} if labels else column


def lasting(trees: Iterable[Tree]) -> list[Json]:
    """What is told of partners without what passes: who they are, and their licences."""
    return [{key: value for key, value in one.items() if key not in PASSING} for one in trees]


def _partner(tree: Tree) -> ListedPartner:
    words = ("url", "updated", "copy", "logo", "contact")
    return ListedPartner(
        name=str(tree["name"]),
        title=str(tree["title"]),
        license=str(tree["license"]),
        rows=int(tree["rows"]),
        stale=bool(tree.get("stale")),
        **{key: str(tree.get(key) or "") for key in words},
    )
