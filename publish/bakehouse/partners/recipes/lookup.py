"""A partner's words put into ours, by a table that a person wrote."""

import csv
from collections.abc import Mapping
from pathlib import Path

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.recipes import Lookup
from publish.errors import DeclarationError
from publish.release.rejects import Reason
from publish.words.sql import literal

_FILE = {"categories.csv": "theirs,ours\nBricolage,atelier\nFabLab,atelier\nDivers,\n"}
EXAMPLES = (
    Example({"lookup": "categories.csv"}, " fablab ", "atelier", files=_FILE),
    Example({"lookup": "categories.csv"}, "Divers", None, files=_FILE),
    Example({"lookup": "categories.csv"}, "Yoga", wrong=True, files=_FILE),
    Example({"lookup": "categories.csv", "otherwise": "autre"}, "Yoga", "autre", files=_FILE),
)


def lookup(text: str, given: Lookup, beside: Beside) -> Step:
    """The word of ours for one of theirs, small or capital letters alike."""
    known = words(beside.folder / given.file, beside.partner)
    pairs = ", ".join(f"{literal(theirs)}: {literal(ours)}" for theirs, ours in known.items())
    table = f"MAP {{{pairs}}}" if pairs else "MAP([]::VARCHAR[], []::VARCHAR[])"
    word = f"lower({filled(text)})"
    missing = f"({word} IS NOT NULL AND NOT map_contains({table}, {word}))"
    ours = f"nullif({table}[{word}], '')"
    unknown = f"CASE WHEN {missing} THEN {filled(text)} END"
    if given.otherwise is None:
        return Step(ours, missing, Reason("not-known", given.file), unknown)
    return Step(
        f"CASE WHEN {missing} THEN {literal(given.otherwise)} ELSE {ours} END", unknown=unknown
    )


def words(path: Path, partner: str) -> Mapping[str, str]:
    """What each of a partner's words, in small letters, is called by us; raises DeclarationError.

    A line of the partner's own goes before one for all.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except FileNotFoundError:
        raise DeclarationError(f"{path}: no such file; write it with theirs,ours") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DeclarationError(f"{path}: cannot be read as CSV in UTF-8 ({error})") from None
    if rows and not {"theirs", "ours"} <= rows[0].keys():
        raise DeclarationError(f"{path}: no columns `theirs` and `ours`; write both headers")
    meant = [row for row in rows if (row.get("partner") or "") in ("", partner)]
    meant.sort(key=lambda row: bool(row.get("partner")))
    return {(row["theirs"] or "").strip().lower(): (row["ours"] or "").strip() for row in meant}
