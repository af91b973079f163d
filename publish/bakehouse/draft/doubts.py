"""Doubts about a text's encoding: two of them in one file, or text that was decoded twice."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from publish.bakehouse.draft.encoding import CENTRAL, MARKS, WESTERN
from publish.bakehouse.draft.remarks import lines

LOOKED_AT = 1_000_000
"""Lines."""
# Two bytes of UTF-8 read as two characters of cp1252: `Ã©` for é, `â€™` for ’.
SECOND = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
TWICE = re.compile(f"Ã[{SECOND}]|Â[\xa0-\xbf]|Å[’“]|â€[{SECOND}]|â‚¬")
UTF8 = ("utf-8", "utf-8-sig")


def doubts(path: Path, encoding: str) -> Iterator[str]:
    """What to say of a text file that is read with `encoding`."""
    if encoding == "utf-8-sig" or encoding in MARKS.values():
        yield "a byte order mark begins the file: no part of its first cell"
    if encoding not in (*UTF8, *WESTERN, *CENTRAL):
        return
    with path.open("rb") as file:
        beyond = [
            (number, line)
            for number, line in enumerate(islice(file, LOOKED_AT), start=1)
            if not line.isascii()
        ]
    utf8 = [number for number, line in beyond if _is_utf8(line)]
    other = sorted({number for number, _ in beyond} - set(utf8))
    if utf8 and other:
        yield (
            f"two encodings: {lines(utf8)} in UTF-8, {lines(other)} in another; "
            "export the file again in one, or cells are garbled or refused"
        )
        return
    yield from _decoded_twice([(n, line.decode(encoding, "replace")) for n, line in beyond])


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded_twice(texts: list[tuple[int, str]]) -> Iterator[str]:
    found = [(number, match[0]) for number, text in texts if (match := TWICE.search(text))]
    if found:
        yield (
            f"{lines([number for number, _ in found])}: decoded twice, such as `{found[0][1]}`, "
            "which UTF-8 read as another encoding leaves; mend the export"
        )
