"""Names of places as people type them: without accents, `St` for `Saint`, any hyphens."""

import re
import unicodedata

from publish.words.letters import parted

_BETWEEN = re.compile(r"[^a-z0-9]+")
_SAINTS = {"saint": "st", "sainte": "ste"}


def place_key(name: str) -> str:
    """What the spellings of a name have in common: `Saint-Étienne` and `st etienne` are one."""
    plain = unicodedata.normalize("NFKD", parted(name).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = _BETWEEN.sub(" ", letters).split()
    return " ".join(_SAINTS.get(word, word) for word in words)
