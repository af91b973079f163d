"""How the questions of a governance card were answered, for a terminal and for a program."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

from publish.upkeep.card_questions import BASIS, PERSONAL, QUESTIONS, Answered, Unwritten
from publish.words.bilingual import Words, bilingual

MISSING = bilingual("MANQUE", "MISSING")
BELOW = bilingual("écrire `{}` sous `{}:`", "write `{}` under `{}:`")
WRITE = bilingual("écrire `{}`", "write `{}`")
UNCONCERNED = bilingual(
    "sans objet : ce jeu ne dit rien de personne", "not asked: the dataset tells of nobody"
)
NOBODY = bilingual(
    "sans objet : nulle table n'a des personnes pour sujet", "not asked: no table is about people"
)
NONE = bilingual("aucune : nul rôle n'est personnel", "none: no role is personal")
COMPLETE = bilingual("{} : complète", "{}: complete")
INCOMPLETE = bilingual("{} : {} sur {} sans réponse", "{}: {} of {} without an answer")


def told(answers: Iterable[Answered], language: str) -> Iterator[str]:
    """Each dataset's questions with their answers, and how many have none."""
    for dataset, found in groupby(answers, key=attrgetter("dataset")):
        asked = list(found)
        lacking = sum(1 for one in asked if one.missing)
        if lacking:
            yield INCOMPLETE[language].format(dataset, lacking, len(asked))
        else:
            yield COMPLETE[language].format(dataset)
        for one in asked:
            yield from _answer(one, language)


def _answer(one: Answered, language: str) -> Iterator[str]:
    yield f"  {QUESTIONS[one.key][language]}"
    yield from (f"    {line}" for line in one.lines)
    for what in one.missing:
        yield f"    {MISSING[language]}  {what.place}: {_write(what, language)}"
    if not one.lines and not one.missing:
        yield f"    {_nothing(one)[language]}"


def _write(what: Unwritten, language: str) -> str:
    if not what.below:
        return WRITE[language].format(what.text)
    return BELOW[language].format(what.text, what.below)


def _nothing(one: Answered) -> Words:
    return {PERSONAL: NONE, BASIS: NOBODY}.get(one.key, UNCONCERNED)


def as_dicts(answers: Sequence[Answered], language: str) -> list[dict[str, Any]]:
    """The answers as JSON values."""
    return [
        {
            "dataset": one.dataset,
            "question": one.key,
            "asked": QUESTIONS[one.key][language],
            "answers": list(one.lines),
            "missing": [asdict(what) for what in one.missing],
        }
        for one in answers
    ]
