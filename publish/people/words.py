"""What becomes of a column or a row, in words of the language that is spoken."""

from collections.abc import Mapping

from publish.declare.techniques import TECHNIQUES
from publish.people.answer_files import HeldColumn, HeldRow, HeldTable, Value
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.refused_words import N_
from publish.words.governance import Purpose

_LEFT = {
    "withdrawn": N_("Nothing of this row is published: you asked to be forgotten."),
    "no consent": N_("Nothing of this row is published: it has no consent that holds today."),
    "unreadable": N_(
        "Nothing of this row is published: it cannot be read as its table is declared."
    ),
}
_STATES = {
    "open": N_("waits for a decision"),
    "accepted": N_("accepted"),
    "refused": N_("refused"),
    "erased": N_("erased"),
}
_PURPOSES: Mapping[Purpose, str] = {
    "publish": N_("Published without a name"),
    "name": N_("Published by name"),
    "share": N_("Shared within limits"),
    "contact": N_("To be contacted"),
}


def purpose_title(purpose: Purpose) -> str:
    """What a consent is to, in a few words."""
    return _(_PURPOSES[purpose])


def rule(column: HeldColumn) -> str:
    """What becomes of a column: `published in bands`."""
    if column.fate == "private":
        return _("private: it never leaves")
    if column.fate == "code":
        return _(
            "published as a code that only the maintainer could trace back; it is not told here"
        )
    if column.fate == "counted":
        return _("not published, but counted in numbers of people")
    if column.fate == "same":
        return _("published as it is")
    if not column.technique:
        return _("published under one word for all its spellings")
    how = TECHNIQUES[column.technique].words[language()]
    return _("published: %(how)s") % {"how": how}


def fates(table: HeldTable) -> dict[str, list[str]]:
    """What becomes of the columns of a table, and the titles of those of which it does."""
    told: dict[str, list[str]] = {}
    for column in table.columns:
        told.setdefault(rule(column), []).append(title(column.titles, column.name))
    return told


def said(value: Value) -> str:
    """A value, with the words for yes and no."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def shared(table: HeldTable) -> str:
    """With how many others what is shown is shared; "" where rows are shown one by one."""
    if not table.people:
        return ""
    words = _(
        "What is shown of a person is shared by %(number)s people at least; where there are fewer, "
        "it is not shown."
    )
    return words % {"number": table.people}


def left(row: HeldRow) -> str:
    """Why nothing of a row is published; "" where something may be."""
    return _(_LEFT[row.left]) if row.left else ""


def state(word: str) -> str:
    """What became of a proposal."""
    return _(_STATES.get(word, word))


def title(titles: Mapping[str, str], name: str) -> str:
    """A title in the language that is spoken, else the French one, else the name."""
    return titles.get(language()) or titles.get("fr") or name
