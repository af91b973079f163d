"""What people type, in every way in which it comes to a log or a report, and how it is found."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote, unquote

from tests.contents import contents

TYPED = (
    "ada.lovelace@mail.example",
    "0612345678",
    "+33 6 12 34 56 78",
    "06-12-34-56-78",
    "zqT0k3nXy9s3cr3t",
    "zqsecret jardin",
)
RARE = "zqjardinier"
"""A word like any other, which three people looked for."""
HOST, BROWSER = "198.51.100.77", "Mozilla/5.0 (X11; Linux) ZqBrowser/7"
NEEDLES = (
    *("lovelace", "612345678", "zqt0k3n", "zqsecret", "secretjardin", RARE),
    *("198.51.100.77", "1985110077", "zqbrowser", "ywrhlmxvdmvsywnl"),
)
"""In small letters; the last is a part of `ada.lovelace` in Base64."""


def spellings(text: str) -> Iterator[str]:
    """A text as browsers, servers, tools and careless programs write it into an address."""
    once = "".join(f"%{byte:02X}" for byte in text.encode())
    yield from (quote(text, safe=""), once, quote(once), quote(quote(once)))
    yield quote(quote(quote(quote(text, safe=""))))
    yield "".join(rf"\x{byte:02x}" for byte in text.encode())
    yield "".join(f"%u{ord(sign):04x}" for sign in text)
    yield quote("".join(f"&#{ord(sign)};" for sign in text))
    yield quote("".join(chr(ord(sign) + 0xFEE0) if sign > "!" else sign for sign in text))
    yield text.replace(" ", "+")


def addresses() -> Iterator[str]:
    """Addresses with something typed in the path, the query, the fragment or after a sign."""
    for text in TYPED:
        for number, typed in enumerate(spellings(text)):
            yield f"/recherche/{typed}"
            yield f"/lieux/{number}?q={typed}"
            yield f"/compte/a{typed}/lieux;x={typed}"
            yield f"/aide&q={typed}#{typed}"
            yield f"/{typed}/{typed}"
    yield from (f"/recherche/{RARE}", "/recherche/YWRhLmxvdmVsYWNlQG1haWwuZXhhbXBsZQ==")


def titles() -> Iterator[str]:
    """Titles of pages that answer a search."""
    for text in (*TYPED, RARE):
        yield f"Résultats pour {text}"
        yield f"{text} - Lieux"
        yield from (f"Fiche {typed}" for typed in spellings(text))


def found(folder: Path, *but: str) -> list[str]:
    """The files below a folder that hold a planted word, but those of folders named `but`."""
    return [
        f"{path.relative_to(folder)}: {needle}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(but) & set(path.relative_to(folder).parts)
        for needle in needles_in(path.name, path.read_bytes())
    ]


def needles_in(name: str, data: bytes) -> list[str]:
    """The planted words that a file holds, unpacked and decoded as far as it goes."""
    texts = {
        text for _, one in contents(name, data) for text in _readings(one.decode("latin-1"))
    }  # fmt: skip
    texts |= set(_readings(data.decode("utf-16-le", "ignore")))
    return [needle for needle in NEEDLES if any(needle in text for text in texts)]


def _readings(raw: str) -> Iterator[str]:
    """A text as it is and decoded again and again, with and without its signs."""
    text = raw.encode("latin-1", "ignore").decode("utf-8", "ignore")
    for _ in range(6):
        lowered = normalize("NFKC", text).lower()
        yield from (lowered, re.sub(r"[\W_]+", "", lowered))
        text = unescape(unquote(re.sub(r"\\x([0-9a-fA-F]{2})", r"%\1", text)))
        text = re.sub(r"%u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
