"""Telephone numbers written to be missed: in words, with odd marks or letters for digits."""

import re
from collections.abc import Iterator

UNITS = {
    "zero": 0,
    "oh": 0,
    "o": 0,
    "un": 1,
    "une": 1,
    "one": 1,
    "deux": 2,
    "two": 2,
    "trois": 3,
    "three": 3,
    "quatre": 4,
    "four": 4,
    "cinq": 5,
    "five": 5,
    "six": 6,
    "sept": 7,
    "seven": 7,
    "huit": 8,
    "eight": 8,
    "neuf": 9,
    "nine": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
}
TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
}
WORD = re.compile(r"[^\W\d_]+|\d+")
BETWEEN = re.compile(r"[\s.,;:/|*_–-]{0,4}")
NUMBER = re.compile(r"0[1-79]\d{8}|33[67]\d{8}|0[1-79]\d{7,9}$")
FEWEST_WORDS = 2

WORDS = (
    r"(?:z[ée]ro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    r"|seize|vingts?|trente|quarante|cinquante|soixante|septante|nonante|one|two|three|four|five"
    r"|seven|eight|nine)"
)
SAID_PATTERN = (
    rf"(?i:(?:z[ée]ro|\boh)[ ,.;:/*_-]{{1,3}}{WORDS}|(?:z[ée]ro|\boh|\bo"
    rf"|\b0)[ ,.;:/*_-]{{0,3}}(?:[1-79]"
    rf"|{WORDS})[ ,.;:/*_-]{{1,3}}(?:\d\d?[ ,.-]{{1,3}}){{0,3}}{WORDS}"
    rf"|trente[ -]trois[ ,.-]{{1,3}}(?:six|sept))"
)
ODD_PATTERN = (
    r"[0oO]\s?[67](?:\s?[*_|,;:~x+=•·–—]{1,2}\s?\d\d){4}|\b0(?: [\d]){9}|\b0(?:[.-]\d){9}"
    r"|\b[oO][1-79](?:[ .-]?\d\d){4}|\b0[67](?:[ .-]?[\doOlI]{2}){4}"
)
ODD = re.compile(
    r"(?<!\w)0[67](?P<j>\s?[*_|,;:~x+=•·–—]{1,2}\s?)\d\d(?P=j)\d\d(?P=j)\d\d(?P=j)\d\d(?!\w)"
    r"|(?<!\w)(?<!\d )0(?P<s>[ .-])[67](?:(?P=s)\d){8}(?!\w|(?P=s)\d)"
)
LETTERED = re.compile(
    r"(?<!\w)[0oO][1-79](?P<s>[ .-]?)[\doOlI]{2}(?P=s)[\doOlI]{2}(?P=s)[\doOlI]{2}(?P=s)"
    r"[\doOlI]{2}(?!\w)"
)


def is_said(text: str) -> bool:
    """Whether a telephone number is said in words, all or some of it."""
    return any(
        words >= FEWEST_WORDS and NUMBER.match(digits) for digits, words in _runs(text.lower())
    )


def is_odd(text: str) -> bool:
    """Whether a number stands there with odd marks between, or letters that look like digits."""
    marked = any(not _counting(match.group()) for match in ODD.finditer(text))
    lettered = (match.group() for match in LETTERED.finditer(text))
    return marked or any(sum(map(str.isdigit, number)) in range(6, 10) for number in lettered)


def _counting(number: str) -> bool:
    """Whether pairs only count up, as those of a list do."""
    pairs = [int(pair) for pair in re.findall(r"\d\d", number)]
    return len(pairs) == 5 and pairs == sorted(pairs)


def _runs(text: str) -> Iterator[tuple[str, int]]:
    """Digits said one after the other, and by how many words; from each word on that begins any."""
    plain = text.replace("é", "e")
    tokens = list(WORD.finditer(plain))
    for at, token in enumerate(tokens):
        if token.group() in ("zero", "oh", "o", "trente") or token.group().startswith("0"):
            yield _digits(plain, tokens[at:])


def _digits(text: str, tokens: list[re.Match[str]]) -> tuple[str, int]:
    """The digits that words say from a first one on, as far as nothing else comes between."""
    parts: list[int | str] = []
    words, end = 0, tokens[0].start()
    for token in tokens:
        word = token.group()
        if not BETWEEN.fullmatch(text[end : token.start()]):
            break
        if word != "et" and not word.isdigit() and word not in UNITS and word not in TENS:
            break
        words += not word.isdigit()
        _add(parts, word)
        end = token.end()
    return "".join(str(part) for part in parts), words


def _add(parts: list[int | str], word: str) -> None:
    """Join a word to the number before where French does: vingt-deux, soixante-dix."""
    last = parts[-1] if parts else None
    if word.isdigit():
        parts.append(word)
    elif word in ("vingt", "vingts") and last == 4:
        parts[-1] = 80
    elif word in TENS:
        parts.append(TENS[word])
    elif word in UNITS and isinstance(last, int) and last >= 20 and _joins(last, UNITS[word]):
        parts[-1] = last + UNITS[word]
    elif word in UNITS and last in (10, 70, 90) and UNITS[word] in (7, 8, 9):
        parts[-1] = int(last) + UNITS[word]
    elif word != "et":
        parts.append(UNITS[word])


def _joins(tens: int, unit: int) -> bool:
    """Whether a unit, or ten and over after sixty and eighty, goes with round tens."""
    return tens % 10 == 0 and unit > 0 and (unit < 10 or tens in (60, 80))
