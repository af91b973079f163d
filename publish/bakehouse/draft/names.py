"""Names: what a header suggests, and the names that SQL and folders can have."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

from publish.bakehouse.draft.vocabulary import CODES
from publish.bakehouse.header_words import words

COUNTED = frozenset({"nb", "nbr", "nbre", "nombre", "count"})
"""Before what there are many of: `nb_communes` is no code."""
FORBIDDEN = frozenset({"rowid", "oid"})


def suggests_code(header: str) -> bool:
    """Whether the header speaks of a code or number that is a name, not a quantity."""
    spoken = words(header)
    if spoken[1:] and spoken[0] in COUNTED:
        return False
    return bool(CODES.intersection(spoken)) or "n°" in header.lower() or "№" in header


def slug(text: str, empty: str, joint: str = "_") -> str:
    """The text as a name of a-z, 0-9 and `joint` that starts with a letter."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae"))
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", joint, ascii_only).strip(joint)[:60].strip(joint)
    if not name:
        return empty
    return name if name[0].isalpha() else f"{empty}{joint}{name}"


def column_names(headers: Iterable[str]) -> list[str]:
    """A name for each header, none twice."""
    names: dict[str, None] = {}
    for header in headers:
        stem = slug(header, "column")
        if stem in FORBIDDEN or stem.startswith("sqlite_"):
            stem = f"column_{stem}"
        name, copies = stem, count(2)
        while name in names:
            name = f"{stem}_{next(copies)}"
        names[name] = None
    return list(names)
