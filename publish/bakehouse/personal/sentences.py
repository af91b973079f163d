"""Names of people inside sentences."""

import re

from publish.bakehouse.personal.first_names import WORDS, last_names
from publish.bakehouse.personal.kind import plain
from publish.bakehouse.personal.name_words import NOT_PEOPLE, is_given

STREET_BEFORE = re.compile(
    r"\b(?:(?:"
    + "|".join(sorted(word for word in NOT_PEOPLE if len(word) >= 3))
    + r"|école|collège|lycée|université|théâtre|médiathèque|bibliothèque|hôpital|église|allée)s?\s+"
    r"(?:[^\W\d_]+\s+)?(?:(?:de la|de|du|des)\s+|d['’]|l['’])?"
    r"|(?:du|des|d['’]|général|maréchal|capitaine|président|abbé)\s*)$",
    re.IGNORECASE,
)

TITLED = re.compile(
    r"\b(?:M\.|Mr\.?|Mrs\.?|Ms\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Dr\.?|Docteur|Me|Maître)"
    r" [A-ZÀ-Þ][\w'’-]+"
)

ASKED = re.compile(
    r"\b(?i:je suis|je m['’]appelle|my name is|i am|i['’]m|mon (?:voisin|mari|fils|p[èe]re"
    r"|fr[èe]re|ami|coll[èe]gue)"
    r"|ma (?:voisine|femme|fille|m[èe]re|s[œo]e?ur|coll[èe]gue|copine)|appele[rz]"
    r"|contacte[rz]|joindre"
    r"|demande[rz](?: [àa])?|voir avec|s['’]adresser [àa]|adressez-vous [àa]|de la part de"
    r"|cordialement"
    r"|merci (?:[àa]|beaucoup)|thanks(?: to)?|sign[ée]|call|ask(?: for)?"
    r"|contact)[ :,]{1,3}(?:M\.|Mme|Mlle|Mr|Mrs"
    r"|Ms)? ?(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?)(?: (?P<next>[^\W\d_]+))?"
)

PAIR = re.compile(r"\b([A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)?) ([A-ZÀ-Þ][^\W\d_]{2,})\b")


def speaks_of(text: str) -> bool:
    """Whether somebody says who they are, or whom to ask: `demander Ada`, `je suis Ada`."""
    return any(
        is_given(match["name"])
        and plain(match["name"]) not in WORDS | NOT_PEOPLE
        and (match["name"][0].isupper() or plain(match["next"] or "") in last_names())
        for match in ASKED.finditer(text)
    )


def names_somebody(text: str) -> bool:
    """Whether a sentence names somebody: after a civility, or by two names in a row."""
    titled = any(_before(text, match) for match in TITLED.finditer(text))
    return titled or any(
        is_given(match[1])
        and plain(match[1]) not in NOT_PEOPLE
        and plain(match[2]) in last_names()
        and _before(text, match)
        for match in PAIR.finditer(text)
    )


def _before(text: str, match: re.Match[str]) -> bool:
    """Whether nothing before says that the name is that of a street or a school."""
    return not STREET_BEFORE.search(text[: match.start()])
