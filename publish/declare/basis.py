"""On what basis a table about people may be published: the whole of it, or each row by itself."""

from collections.abc import Iterator
from typing import Literal

from publish.declare.consents import Consent, untold
from publish.declare.model import Finding, SqlName, Tree
from publish.declare.policy import Reason
from publish.declare.standing import ENDS, Standing
from publish.declare.tree import mapping
from publish.words.governance import BasisKind


class Basis(Standing):
    """Why rows about people may be used and published, as article 6 of the GDPR has it."""

    kind: BasisKind
    """The basis; of `consent`, `column` says who agreed."""
    why: Reason
    """What it rests on: the words that people agreed to, the contract, the text of law."""
    column: SqlName | None = None
    """Of a consent: the day on which each person agreed, or whether; empty where they did not."""
    without: Literal["refused", "left_out"] = "refused"
    """What becomes of rows without consent: the gate refuses them, or they leave before it."""

    @property
    def consent(self) -> Consent | None:
        """The consent that it is, where a column tells it."""
        if self.kind != "consent" or self.column is None:
            return None
        return Consent(column=self.column, why=self.why, **self.ends)


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
    for key in ("column", "without", *ENDS):
        if basis.get(key) is not None:
            what = f"only for `kind: consent`; this basis is {basis.get('kind')}, of all rows"
            yield ("basis", key), f"{what}: remove this key"


def _consent_findings(basis: Tree, columns: Tree) -> Iterator[Finding]:
    column = basis.get("column")
    if column is None:
        what = "missing; name the column that tells on which day each person agreed, or whether"
        yield ("basis", "column"), what
        return
    yield from untold(("basis", "column"), column, columns)
