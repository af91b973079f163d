"""What a visitor typed into the search box: its words and quoted phrases, as FTS5 folds them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from publish.site.sql.functions import pieces, together
from publish.words.letters import parted

# Longer texts are pasted by mistake: nobody means all their words.
MOST_LETTERS, MOST_WORDS = 200, 12
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Asked:
    """A text and the words or phrases that it is searched by; `cut` where some were left out."""

    text: str
    words: tuple[str, ...]
    cut: bool = False

    @property
    def query(self) -> str:
        """The same as one line that the search box of a table understands."""
        return " ".join(f'"{word}"' if " " in word else word for word in self.words)

    @property
    def match(self) -> str:
        """The same for FTS5: rows that hold all."""
        return together(self.words)

    def corrected(self, better: Mapping[str, str]) -> "Asked":
        """With other words in the place of some; those that became "" are left out."""
        words = (better.get(word, word) for word in self.words)
        return replace(self, words=tuple(dict.fromkeys(word for word in words if word)))


def asked(text: str) -> Asked:
    """Reads a text as it was typed."""
    text = " ".join(text.replace("\0", " ").split())
    words = dict.fromkeys(piece for piece in pieces(text[:MOST_LETTERS]) if fold(piece))
    shown = tuple(words)[:MOST_WORDS]
    return Asked(text, shown, len(text) > MOST_LETTERS or len(shown) < len(words))


def fold(text: str) -> str:
    """Lower case, without accents, signs parted by blanks: `L'Été` is `l ete`."""
    return " ".join(_TOKEN.findall(bare(text).replace("_", " ")))


def bare(text: str) -> str:
    """Lower case, without accents and joined letters."""
    parts = unicodedata.normalize("NFD", parted(text.lower()))
    return "".join(c for c in parts if not unicodedata.combining(c))
