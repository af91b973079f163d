"""One sentence per criterion of Opinion 05/2014 (WP216), with the risk that stays.

The criteria are singling out, linkability and inference. Records are never called anonymous. The
one owner of these words, in French and English: a report holds the English ones, for programs.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from publish.words.bilingual import SEMICOLON, Words, bilingual
from publish.words.numbers import percent

NAMES: dict[str, Words] = {
    "verdict": bilingual("En bref", "In short"),
    "singling_out": bilingual("Individualisation", "Singling out"),
    "linkability": bilingual("Corrélation", "Linkability"),
    "inference": bilingual("Inférence", "Inference"),
}
SENTENCES: dict[str, Words] = {
    "verdict": bilingual(
        "Éprouvé, avec le risque qui reste : tant que les exports sont conservés, ces lignes "
        "parlent encore de personnes.",
        "Tested, residual risk as shown: while the exports are kept, these records are still about "
        "people.",
    ),
    "nobody": bilingual(
        "Aucune ligne n'est publiée : personne ne peut être désigné.",
        "No row is published, so nobody can be singled out.",
    ),
    "singling_out": bilingual(
        "Chaque combinaison publiée (%(columns)s) est partagée par au moins %(people)s personnes "
        ": qui est connu par ces colonnes est désigné par hasard dans %(most)s des cas au plus, "
        "%(average)s en moyenne. Risque qui reste : qui en sait davantage peut resserrer un "
        "groupe.",
        "Each published combination of %(columns)s is shared by at least %(people)s people: "
        "someone known by these columns is picked out by chance at most %(most)s of the time, "
        "%(average)s on average. Residual risk: who knows more than these columns can narrow a "
        "group.",
    ),
    "pseudonyms": bilingual(
        "%(columns)s : les lignes d'une même personne s'y reconnaissent, dans une version et de "
        "l'une à l'autre, comme cela a été relu. Risque qui reste : plusieurs lignes ensemble "
        "peuvent désigner une personne qu'aucune ne désigne seule.",
        "%(columns)s groups the rows of a person, in one release and from one to the next, as was "
        "reviewed. Residual risk: several rows together can single out a person whom each alone "
        "does not.",
    ),
    "linkability": bilingual(
        "Aucune colonne publiée ne réunit les lignes d'une même personne. Avec un fichier qui "
        "nomme tout le monde, %(share)s des personnes au plus seraient retrouvées à juste titre. "
        "Risque qui reste : des lignes aux valeurs rares, hors de ces colonnes, peuvent être "
        "rapprochées par qui a les mêmes valeurs ailleurs.",
        "No published column groups the rows of a person. Against a file that names everybody, at "
        "most %(share)s of people would be matched rightly. Residual risk: rows of rare values "
        "outside these columns can be matched by who has the same values elsewhere.",
    ),
    "nothing-sensitive": bilingual(
        "Aucune colonne n'est déclarée sensible. Risque qui reste : ce que toutes les lignes d'un "
        "groupe ont en commun est connu de chacune de ses personnes.",
        "No column is declared sensitive. Residual risk: what all rows of a group share is known "
        "of each of its people.",
    ),
    "inference": bilingual(
        "Du groupe auquel une personne appartient, on apprend ceci : %(columns)s. Risque qui reste "
        ": qui connaît d'autres membres d'un groupe peut écarter des valeurs.",
        "From the group that a person belongs to, one learns: %(columns)s. Residual risk: who "
        "knows other members of a group can rule values out.",
    ),
    "certain-for-nobody": bilingual(
        "%(column)s n'est certain pour personne, la valeur la plus fréquente fait %(share)s d'un "
        "groupe au plus",
        "%(column)s is certain for nobody, the commonest value makes up at most %(share)s of a "
        "group",
    ),
    "certain": bilingual(
        "%(column)s est certain pour %(share)s des personnes",
        "%(column)s is certain for %(share)s of people",
    ),
}
Titles = Mapping[str, str]


def criteria(
    figures: Mapping[str, Any],
    pseudonyms: Sequence[str] = (),
    language: str = "en",
    titles: Titles | None = None,
) -> dict[str, str]:
    """The sentences, from the figures of the mode `records`.

    `pseudonyms` are published keys; columns are called by their `titles`, else by their names.
    """
    say = _Words(language, titles or {})
    return {
        "verdict": say("verdict"),
        "singling_out": _singling_out(figures, say),
        "linkability": _linkability(figures, pseudonyms, say),
        "inference": _inference(figures["inference"], say),
    }


class _Words:
    """Says the sentences in a language."""

    def __init__(self, language: str, titles: Titles) -> None:
        self.language, self._titles = language, titles

    def __call__(self, code: str, **values: object) -> str:
        return SENTENCES[code][self.language] % values

    def columns(self, names: Sequence[str]) -> str:
        """What columns are called."""
        return ", ".join(self._titles.get(name, name) for name in names)

    def share(self, value: float) -> str:
        """A share in per cent."""
        return percent(value, self.language)


def _singling_out(figures: Mapping[str, Any], say: _Words) -> str:
    reached, risk = figures["reached"], figures["risk"]["prosecutor"]
    if not reached["classes"]:
        return say("nobody")
    return say(
        "singling_out",
        columns=say.columns(figures["quasi_identifiers"]),
        people=reached["k_people"],
        most=say.share(risk["max"]),
        average=say.share(risk["average"]),
    )


def _linkability(figures: Mapping[str, Any], pseudonyms: Sequence[str], say: _Words) -> str:
    if pseudonyms:
        return say("pseudonyms", columns=say.columns(pseudonyms))
    return say("linkability", share=say.share(figures["risk"]["marketer"]))


def _inference(columns: Mapping[str, Mapping[str, float]], say: _Words) -> str:
    if not columns:
        return say("nothing-sensitive")
    told = (_certainty(name, of, say) for name, of in columns.items())
    return say("inference", columns=SEMICOLON[say.language].join(told))


def _certainty(name: str, of: Mapping[str, float], say: _Words) -> str:
    column = say.columns([name])
    if not of["certain"]:
        return say("certain-for-nobody", column=column, share=say.share(of["strongest"]))
    return say("certain", column=column, share=say.share(of["certain"]))
