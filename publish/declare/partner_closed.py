"""Headers of a partner that would leave although a column made of them does not."""

from collections.abc import Iterator

from publish.declare.model import Finding, Tree
from publish.declare.partner_headers import named_by
from publish.declare.table import Table
from publish.declare.tree import mapping, texts


def closed_findings(tree: Tree, table: Table) -> Iterator[Finding]:
    """A file of `partners/`: what it closes may leave by no other way, nor as the id of a row."""
    openness = mapping(tree.get("openness"))
    closed = {str(name): str(said) for name, said in openness.items() if said != "open"}
    rules = {str(name): named_by(rule) for name, rule in mapping(tree.get("map")).items()}
    for name, headers in rules.items():
        for header in sorted(headers.intersection(_id(tree))):
            if why := closed.get(name) or _role(name, table):
                yield ("id",), _ID.format(header=header, name=name, why=why)
        for header in sorted(headers & named_by(tree.get("updated"))):
            if why := closed.get(name) or _role(name, table):
                yield ("updated",), _UPDATED.format(header=header, name=name, why=why)
    for name, said in closed.items():
        for other, headers in rules.items():
            for header in sorted(headers & rules.get(name, set())):
                if other not in closed:
                    words = {"header": header, "name": name, "why": said, "other": other}
                    yield ("map", other), _OTHER.format_map(words)


_ID = (
    "{header!r} is published with each row as its id, and column {name!r} that is made of it is "
    "{why}; name another header, that tells nothing"
)
_UPDATED = (
    "{header!r} is published with each row as the day when it last changed, and column {name!r} "
    "that is made of it is {why}; name another header, or remove this"
)
_OTHER = (
    "{header!r} makes column {name!r} as well, which is {why} for this partner; take it out here, "
    "or write `openness: {{{other}: {why}}}` too"
)


def _id(tree: Tree) -> set[str]:
    return {header for _, header in texts(tree, "id")}


def _role(name: str, table: Table) -> str:
    """The role of a column that is not open, "" otherwise."""
    column = table.columns.get(name)
    return "" if column is None or column.role == "open" else column.role
