"""What somebody typed into the form of a row: edits, and what is wrong beside its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from publish.corrections.proposals import Edit
from publish.corrections.values import written
from publish.declare.column import Column, Constraints
from publish.desk.rows import Cell, Row, as_released
from publish.release.table import Field
from publish.site.text.languages import gettext as _
from publish.words.mail_address import is_address
from publish.words.unseen import has_unseen

MOST_LETTERS, MOST_WHY, MOST_EVIDENCE, MOST_REASON = 2_000, 1_000, 500, 500
# No blank, and nothing that ends an address inside of a text.
_ADDRESS = re.compile(r"https://[^\s<>\"'`\\^{|}]+")
_TYPES = {"array": "list", "list": "list"}


@dataclass
class Typed:
    """The edits of a row by column, why and by which evidence; what is wrong, by field.

    `mail` is the address of who wants to hear of the outcome, or empty.
    """

    why: str
    evidence: str
    edits: dict[str, Edit] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    mail: str = ""

    def title_of(self, row: Row) -> str:
        """What the row is called: of one that is missing, what it is to be called."""
        edit = self.edits.get(row.table.label or "") if row.is_new else None
        return (edit.new or "") if edit else row.title


def typed_of(row: Row, cells: Mapping[str, str], why: str, evidence: str) -> Typed:
    """What was typed: `cells` are texts by column, of those that the row has."""
    found = Typed(why.strip(), evidence.strip())
    for name, cell in row.cells.items():
        if name in cells and not _same(cell, cells[name]):
            _read(found, cell, cells[name])
        elif row.is_new and cell.field.constraints.get("required"):
            found.wrong[name] = _("It cannot be empty.")
    if len(found.why) > MOST_WHY:
        found.wrong["why"] = _("Write %(most)s letters at most.") % {"most": MOST_WHY}
    elif has_unseen(found.why):
        found.wrong["why"] = unseen()
    if found.evidence and not is_evidence(found.evidence):
        found.wrong["evidence"] = _("Give the address of a page, which begins with https://.")
    if not found.edits and not found.wrong:
        found.wrong["cells"] = (
            _("Nothing is said of it yet.")
            if row.is_new
            else _("Nothing is different yet: change what is wrong in the row.")
        )
    return found


def read_address(found: Typed, text: str) -> None:
    """Adds the address that was typed."""
    found.mail = text.strip()
    if found.mail and not is_address(found.mail):
        found.wrong["mail"] = not_an_address()


def not_an_address() -> str:
    """What is said of a text that is no address."""
    return _("Give one e-mail address, such as ada@example.org.")


def _same(cell: Cell, text: str) -> bool:
    """Whether a cell was left as it was, blanks around it aside."""
    return text.strip() == cell.typed.strip()


def _read(found: Typed, cell: Cell, text: str) -> None:
    name = cell.field.name
    if len(text) > MOST_LETTERS:
        found.wrong[name] = _("Write %(most)s letters at most.") % {"most": MOST_LETTERS}
        return
    if has_unseen(text):
        found.wrong[name] = unseen()
        return
    try:
        new = written(column_of(cell.field), as_released(cell.field, text), cell.base)
    except ValueError:
        found.wrong[name] = _("This does not fit.") + " " + hint(cell.field)
        return
    if new != cell.base:
        found.edits[name] = Edit(cell.base, new)


def unseen() -> str:
    """What is said of a text with characters that nobody sees."""
    return _("This has characters that cannot be seen: type it anew instead of pasting it.")


def is_evidence(text: str) -> bool:
    """Whether a text is the address of a page that may be published as evidence."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = _ADDRESS.fullmatch(text) and parts.username is None
    return bool(plain) and not has_unseen(text) and "." in host and len(text) <= MOST_EVIDENCE


def column_of(described: Field) -> Column:
    """A column of a release, with what its values keep to."""
    said = described.constraints
    rules = Constraints(
        required=bool(said.get("required")),
        enum=tuple(map(str, said["enum"])) if said.get("enum") else None,
        minimum=said.get("minimum"),
        maximum=said.get("maximum"),
        min_length=said.get("minLength"),
        max_length=said.get("maxLength"),
    )
    kind = _TYPES.get(described.type, described.type)
    return Column.model_validate({"type": kind, "role": "open", "constraints": rules})


def hint(described: Field) -> str:
    """What may stand in a column, in words; "" for any text."""
    kinds = {
        "integer": _("A whole number."),
        "number": _("A number."),
        "date": _("A day, such as 2026-11-30."),
        "datetime": _("A moment, such as 2026-11-30T18:00:00Z."),
        "boolean": _("Yes or no."),
        "array": _("One item a line."),
        "list": _("One item a line."),
    }
    return " ".join(filter(None, (kinds.get(described.type, ""), *_bounds(described))))


def _bounds(described: Field) -> list[str]:
    said = described.constraints
    found = [_("It cannot be empty.")] if said.get("required") else []
    if said.get("enum"):
        return [*found, _("One of the values listed.")]
    words = {
        "minimum": _("From %(bound)s."),
        "maximum": _("Up to %(bound)s."),
        "minLength": _("%(bound)s letters at least."),
        "maxLength": _("%(bound)s letters at most."),
        "pattern": _("Of the form %(bound)s."),
    }
    return found + [words[key] % {"bound": _plain(said[key])} for key in words if key in said]


def _plain(bound: object) -> str:
    return str(int(bound)) if isinstance(bound, float) and bound.is_integer() else str(bound)
