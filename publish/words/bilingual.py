"""Short texts in French and English that stand beside what they are about."""

from collections.abc import Mapping

Words = Mapping[str, str]
_FRENCH = {" :": "\u00a0:", "« ": "«\u00a0", " »": "\u00a0»", " ;": "\u202f;", "'": "’"}


def bilingual(fr: str, en: str) -> Words:
    """A text by language; the French one gets its no-break spaces and apostrophes."""
    for typed, printed in _FRENCH.items():
        fr = fr.replace(typed, printed)
    return {"fr": fr, "en": en}


SEMICOLON = bilingual(" ; ", "; ")
"""What parts the items of a list that have commas in them."""
