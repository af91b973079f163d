"""Texts with <mark> around what was found; everything else in them is escaped."""

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from publish.words.inflections import alike
from publish.words.letters import fold

# Around what was found, in the texts that FTS5 cuts out.
OPEN, CLOSE = "\x02", "\x03"

_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_SIGNS = re.compile(f"[{OPEN}{CLOSE}]")
_WORD = re.compile(r"\w+")
_MARK = Markup("<mark>{}</mark>")
# Letters before what was found; as many again after them.
AROUND = 100


def marked(text: str) -> Markup:
    """A text that FTS5 marked."""
    found, at = Markup(""), 0
    for match in _MARKED.finditer(text):
        found += escape(plain(text[at : match.start()])) + _MARK.format(match[1])
        at = match.end()
    return found + escape(plain(text[at:]))


def marked_words(text: str, words: Iterable[str]) -> Markup:
    """A text with the words marked that begin like one of `words`."""
    found, at = Markup(""), 0
    for match in _matches(text, words):
        found += escape(text[at : match.start()]) + _MARK.format(match[0])
        at = match.end()
    return found + escape(text[at:])


def excerpt(text: str, words: Iterable[str]) -> str:
    """The part of a text around the first of the words, cut between words."""
    first = next(_matches(text, words), None)
    start = max(0, first.start() - AROUND if first else 0)
    if start:
        start = text.find(" ", start) + 1
    end = start + 2 * AROUND
    cut = text[start:end].rpartition(" ")[0] if end < len(text) else text[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _matches(text: str, words: Iterable[str]) -> Iterator[re.Match[str]]:
    typed = [part for word in words for part in fold(word).split()]
    return (one for one in _WORD.finditer(text) if any(alike(fold(one[0]), part) for part in typed))


def signed(text: str, words: Iterable[str]) -> str:
    """A text with the words in marks as FTS5 sets them."""
    found, at = "", 0
    for match in _matches(text, words):
        found += f"{text[at : match.start()]}{OPEN}{match[0]}{CLOSE}"
        at = match.end()
    return found + text[at:]


def plain(text: str) -> str:
    """A marked text without its marks."""
    return _SIGNS.sub("", text)


def marks(text: str) -> list[str]:
    """What was marked, as it is written there."""
    return _MARKED.findall(text)
