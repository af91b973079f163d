"""Short texts in French and English that stand beside what they are about."""

from collections.abc import Mapping

Words = Mapping[str, str]


def bilingual(fr: str, en: str) -> Words:
    """A text by language; the French one gets its no-break spaces and apostrophes."""
    return {"fr": fr.replace(" :", "\u00a0:").replace(" ;", "\u202f;").replace("'", "’"), "en": en}
