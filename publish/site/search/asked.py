"""What a visitor typed into the search box: its words and quoted phrases, as FTS5 folds them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from publish.site.sql.matching import alternatives, either, pieces, telling, together
from publish.words.letters import fold

# Longer texts are pasted by mistake: nobody means all their words.
MOST_LETTERS, MOST_WORDS = 200, 12


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
    def parts(self) -> tuple[str, ...]:
        """Its words as letters are compared, those of phrases one by one."""
        return tuple(dict.fromkeys(part for word in self.words for part in fold(word).split()))

    @property
    def match(self) -> str:
        """The same for FTS5: rows that hold all."""
        return together(self.words)

    def alternatives(self, word: str) -> list[str]:
        """The forms of one of the words, beside the others, each as FTS5 is asked for it."""
        return alternatives(word, self.words)

    def match_of(self, word: str) -> str:
        """What FTS5 is asked for one of the words, beside the others."""
        return either(word, self.words)

    def corrected(self, better: Mapping[str, str]) -> "Asked":
        """With other words in the place of some; those that became "" are left out."""
        words = (better.get(word, word) for word in self.words)
        return replace(self, words=tuple(dict.fromkeys(word for word in words if word)))


def asked(text: str) -> Asked:
    """Reads a text as it was typed."""
    text = " ".join(text.replace("\0", " ").split())
    found = [piece for piece in pieces(text[:MOST_LETTERS]) if fold(piece)]
    words = dict.fromkeys(telling(found))
    shown = tuple(words)[:MOST_WORDS]
    return Asked(text, shown, len(text) > MOST_LETTERS or len(shown) < len(words))
