"""A partner's words put into ours, by a table that a person wrote."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.bakehouse.partners.recipes.step import Beside, Example, Step, filled
from publish.declare.model import nearest
from publish.declare.recipe_given import Lookup
from publish.errors import DeclarationError
from publish.release.rejects import Reason
from publish.words.sql import literal

_FILE = {"categories.csv": "theirs,ours\nBricolage,atelier\nFabLab,atelier\nDivers,\n"}
EXAMPLES = (
    Example({"lookup": "categories.csv"}, " fablab ", "atelier", files=_FILE),
    Example({"lookup": "categories.csv"}, "Atelier", "atelier", files=_FILE),
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

    A line of the partner's own goes before one for all; a word that is ours already stays.
    """
    own, shared, ours = dict[str, str](), dict[str, str](), dict[str, str]()
    for line, row in _rows(path):
        whose, word = (row.get("partner") or "").strip(), (row["ours"] or "").strip()
        ours |= {word.lower(): word} if word else {}
        _refuse_unknown(path, line, whose)
        if whose not in ("", partner):
            continue
        meant, theirs = (own if whose else shared), (row["theirs"] or "").strip().lower()
        if theirs and theirs in meant:
            raise DeclarationError(
                f"{path}:{line}: {theirs!r} stands further up already; keep one of the two lines"
            )
        meant[theirs] = word
    return {**ours, **shared, **own}


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """The lines of a table of words, each with its number; raises DeclarationError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if not {"theirs", "ours"} <= {*(reader.fieldnames or ())}:
                raise DeclarationError(
                    f"{path}:1: no columns `theirs` and `ours`; write both headers"
                )
            for row in reader:
                if None in row:
                    raise DeclarationError(
                        f"{path}:{reader.line_num}: more cells than headers; put words that hold "
                        'a comma in quotes: "…, …"'
                    )
                yield reader.line_num, row
    except FileNotFoundError:
        raise DeclarationError(f"{path}: no such file; write it with theirs,ours") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise DeclarationError(f"{path}: cannot be read as CSV in UTF-8 ({error})") from None


def _refuse_unknown(path: Path, line: int, whose: str) -> None:
    files = sorted(one.stem for one in path.parent.glob("*.yaml"))
    if whose and whose not in files:
        near = nearest(whose, files, "partners: ")
        raise DeclarationError(f"{path}:{line}: no partner {whose!r} beside this file; {near}")
