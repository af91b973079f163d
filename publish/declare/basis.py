"""On what basis a table about people may be published: the whole of it, or each row by itself."""

from collections.abc import Iterator
from typing import Literal

from publish.declare.column_rules import type_of
from publish.declare.model import Finding, Model, SqlName, Tree
from publish.declare.policy import Reason
from publish.declare.tree import mapping
from publish.words.governance import BasisKind

AGREED_TYPES = ("boolean", "date", "datetime")


class Basis(Model):
    """Why rows about people may be used and published, as article 6 of the GDPR has it."""

    kind: BasisKind
    """The basis; of `consent`, `column` says who agreed."""
    why: Reason
    """What it rests on: the words that people agreed to, the contract, the text of law."""
    column: SqlName | None = None
    """Of a consent: the day on which each person agreed, or whether; empty where they did not."""
    without: Literal["refused", "left_out"] = "refused"
    """What becomes of rows without consent: the gate refuses them, or they leave before it."""


def basis_findings(table: Tree) -> Iterator[Finding]:
    """Consents that no column tells, and columns that tell none."""
    basis = mapping(table.get("basis"))
    if not basis:
        return
    if table.get("about") == "things" and not table.get("contributor"):
        what = "nothing tells who is behind a row; name the column, `contributor: …`, or remove it"
        yield ("basis",), what
    if basis.get("kind") == "consent":
        yield from _consent_findings(basis, mapping(table.get("columns")))
        return
    for key in ("column", "without"):
        if basis.get(key) is not None:
            what = f"only for `kind: consent`; this basis is {basis.get('kind')}, of all rows"
            yield ("basis", key), f"{what}: remove this key"


def _consent_findings(basis: Tree, columns: Tree) -> Iterator[Finding]:
    column = basis.get("column")
    if column is None:
        what = "missing; name the column that tells on which day each person agreed, or whether"
        yield ("basis", "column"), what
        return
    kind = type_of(mapping(columns.get(str(column))))
    if kind not in (*AGREED_TYPES, None):
        what = f"{column!r} is of type {kind}; name the column with the day of the consent, "
        yield ("basis", "column"), f"{what}or with true where there is one"
