"""What makes a suspect header harmless: the words beside the suspect one, and the values."""

from collections.abc import Collection, Mapping

from publish.bakehouse.draft.score import kind
from publish.bakehouse.draft.vocabulary import ASKED, COUNTS, IDS, KINDS, OF_THINGS, STATISTICS
from publish.bakehouse.personal.kind import plain
from publish.bakehouse.personal.kind import words as plain_words
from publish.words.told import told

YES_NO = plain_words("oui non yes no true false vrai faux o n y t f 0 1")
FEW = 20
PEOPLE_OF_A_HOME = 15
"""More children, or more people, than live in one home: a count of several."""
ACCOUNTS = 50
"""Whole numbers that are all different and this many times the rows are ids, not counts."""


def harmless(
    role: str, word: str, spoken: Collection[str], counts: Mapping[str, int]
) -> str | None:
    """Why a column whose header speaks of `word` is harmless; None where it may not be.

    `counts` says how often each value that is not empty occurs.
    """
    if OF_THINGS.get(word, frozenset()).intersection(spoken):
        return told("but of a thing's")
    if word == "comment" and ASKED.intersection(spoken):
        return told("but as in how")
    if counts and role == "free_text":
        return _no_text(spoken, counts)
    if counts and role == "identifier":
        return _names_nobody(word, spoken, counts)
    if counts and _numbers(counts) and _of_many(word, spoken, counts):
        return told("but in numbers that tell of many")
    few = word == "occupation" and len(counts) <= 3 < sum(counts.values())
    return told("but in two or three words") if few else None


def _no_text(spoken: Collection[str], counts: Mapping[str, int]) -> str | None:
    if _yes_no(counts) or all(kind(value) in ("number", "date", "time") for value in counts):
        return told("but there is no text in it")
    ids = IDS.intersection(spoken) and not any(" " in value.strip() for value in counts)
    return told("but these are ids") if ids else None


def _names_nobody(word: str, spoken: Collection[str], counts: Mapping[str, int]) -> str | None:
    if word == "ip":
        return told("but no address is in it")
    if _yes_no(counts):
        return told("but only says yes or no")
    if not IDS.intersection(spoken) and _of_many(word, spoken, counts):
        return told("but in whole numbers: how many")
    few = len(counts) <= FEW and sum(counts.values()) >= 2 * len(counts)
    return told("but of which kind, not who") if few and KINDS.intersection(spoken) else None


def _of_many(word: str, spoken: Collection[str], counts: Mapping[str, int]) -> bool:
    """Whether numbers count or measure many people: by a word beside, a plural, or their size."""
    if STATISTICS.intersection(spoken):
        return True
    if not all(value.strip().isdecimal() for value in counts):
        return False
    most, rows = max(map(int, counts)), sum(counts.values())
    if word in ("enfants", "children", "menage", "household"):
        return most > PEOPLE_OF_A_HOME
    ids = len(counts) == rows and most > ACCOUNTS * max(rows, 10)
    return not ids and (word in COUNTS or (word.endswith("s") and word[:-1] in COUNTS))


def _numbers(counts: Mapping[str, int]) -> bool:
    return all(kind(value) == "number" for value in counts)


def _yes_no(counts: Mapping[str, int]) -> bool:
    return len(counts) <= len(YES_NO) and {plain(value.strip()) for value in counts} <= YES_NO
