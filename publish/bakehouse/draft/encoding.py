"""The encoding of a text file: a mark, UTF-8 proven on the whole file, or the likeliest."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import chardet

from publish.bakehouse.read.transcode import MARKS as OTHERS
from publish.errors import SourceError

CHUNK = 1 << 20
EVIDENCE = 200_000  # bytes of lines with accents, enough to judge and soon read

MARKS = {codecs.BOM_UTF8: "utf-8-sig", **OTHERS}
BINARY = {
    b"PK\x03\x04": "a ZIP file or a spreadsheet",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"\x28\xb5\x2f\xfd": "a zstandard file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}
# First comes first when two read alike: what office software writes in Western Europe.
WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437")
CENTRAL = ("cp1250", "iso8859_2", "cp852")

FREQUENT = set("éèàçêâôîûùëïüöäœæßñáíóúãõåøÉÈÀÇÊÂÔÎÛËÏÜÖÄŒÆÑÁÍÓÚÅØ")
RARE = set("ìòýÿÙÌÒÝŸÃÕšžŠŽðþ")
EASTERN = set("ąćęłńśźżěščřžýůťďňőűăâîșțşţđáéíóúöüôäľ")
EASTERN |= set("ĄĆĘŁŃŚŹŻĚŠČŘŽÝŮŤĎŇŐŰĂÂÎȘȚŞŢĐÁÉÍÓÚÖÜÔÄĽ")
SIGNS = set("«»“”„’‘–—…€£¥¡¿°²³ºª§©®™£·•×±½¼¾µ\u00a0\u202f")
HIGH = re.compile(r"(?s)(.?)([^\x00-\x7f])(.?)")
MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)

# The same with the letters beside it.
BETWEEN = re.compile(rb"[A-Za-z]?(?:" + MULTIBYTE.pattern + rb")[A-Za-z]?")


def encoding_of(path: Path) -> str:
    """The Python codec that reads the file; raises SourceError for an empty or binary one."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SourceError(f"{path.name}: an empty file; hand over an export with a header and rows")
    for mark, codec in MARKS.items():
        if head.startswith(mark):
            return codec
    _refuse_binary(head, path)
    return _wide(head) or _utf8(path) or _iso2022(head) or legacy(_evidence(path))


def legacy(sample: bytes) -> str:
    """The likeliest codec of lines in an 8-bit or East Asian encoding."""
    scores = {codec: plausibility(sample, codec) for codec in WESTERN}
    west = max(scores, key=lambda codec: scores[codec])
    east = max(CENTRAL, key=lambda codec: plausibility(sample, codec))
    if plausibility(sample, east) > max(scores[west] + 0.1, 0.7):
        return east
    if scores[west] >= 0.55:
        return west
    return _guessed(sample) or (west if scores[west] > 0 else "cp1252")


def plausibility(sample: bytes, codec: str) -> float:
    """How much the characters beyond ASCII look like written words: -1 (not at all) to 1."""
    text = sample.decode(codec, errors="replace")
    known = EASTERN if codec in CENTRAL else FREQUENT
    marks = [_plausible(match[1], match[2], match[3], known) for match in HIGH.finditer(text)]
    return sum(marks) / len(marks) if marks else 0.0


def _plausible(before: str, char: str, after: str, known: set[str]) -> float:
    inside = before.isalpha() and after.isalpha()
    if char in SIGNS:
        return (1.0 if char == "’" else -1.0) if inside else 0.8
    if not char.isalpha():
        return -1.0
    if char.isupper() and before.islower():
        return -1.0
    if char.islower() and before.isupper() and after.isupper():
        return -1.0
    if not (before.isalpha() or after.isalpha()):
        return 0.6 if char in "àéÀÉ" else 0.1
    beside = (before > "\x7f" and before.isalpha()) or (after > "\x7f" and after.isalpha())
    weight = 1.0 if char in known else 0.2 if char in RARE else -0.5
    return weight - 0.7 if beside else weight


def _refuse_binary(head: bytes, path: Path) -> None:
    for magic, kind in BINARY.items():
        if head.startswith(magic):
            raise SourceError(f"{path.name}: {kind}, not text; its extension should say so")
    control = sum(head.count(byte) for byte in range(1, 32) if byte not in b"\t\n\v\f\r\x1a\x1b")
    separators = sum(head.count(byte) for byte in (1, 28, 29, 30, 31))
    if control - separators > len(head) * 0.05:
        raise SourceError(f"{path.name}: not text; export it as CSV, JSON or a spreadsheet")


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zero bytes of ASCII characters stand."""
    zeros = [head[place::4].count(0) / (len(head) / 4) for place in range(4)]
    if min(zeros[1:]) > 0.7 and zeros[0] < 0.3:
        return "utf-32-le"
    if min(zeros[:3]) > 0.7 and zeros[3] < 0.3:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if odd > 0.5 and even < odd / 8:
        return "utf-16-le"
    return "utf-16-be" if even > 0.5 and odd < even / 8 else None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _utf8(path: Path) -> str | None:
    """UTF-8, when the whole file is; a last character cut short is still UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return _damaged_utf8(path)
    return "utf-8"


def _damaged_utf8(path: Path) -> str | None:
    """UTF-8 with some bad bytes: reading it stops at them, another codec would garble the rest.

    Of two programs' lines in one file, fewer will do, where they are words in UTF-8 alone.
    """
    sample = _evidence(path)
    good = len(MULTIBYTE.findall(sample))
    bad = sum(byte > 0x7F for byte in MULTIBYTE.sub(b"", sample))
    if good >= 10 * max(bad, 1):
        return "utf-8"
    words = b" ".join(match[0] for match in BETWEEN.finditer(sample))
    return "utf-8" if 4 * good > bad and _words_of_utf8(words) else None


def _words_of_utf8(words: bytes) -> bool:
    """Whether what could be UTF-8 looks like words, and more so than in any older codec."""
    older = max(plausibility(words, codec) for codec in (*WESTERN, *CENTRAL))
    return plausibility(words, "utf-8") > max(older, 0.5)


def _iso2022(head: bytes) -> str | None:
    japanese = re.search(rb"\x1b\$[@B]", head) and not re.search(rb"[\x80-\xff]", head)
    return "iso2022_jp" if japanese else None


def _evidence(path: Path) -> bytes:
    """Lines with bytes beyond ASCII, from the start of the file on."""
    lines: list[bytes] = []
    size = 0
    for chunk in _chunks(path):
        for line in chunk.splitlines(keepends=True):
            if not line.isascii():
                lines.append(line[:2000])
                size += len(lines[-1])
        if size > EVIDENCE:
            break
    return b"".join(lines)[:EVIDENCE]


def _guessed(sample: bytes) -> str | None:
    """chardet's answer, when Python has that codec and it reads the sample."""
    name = chardet.detect(sample)["encoding"]
    try:
        sample[: len(sample) // 2].decode(name or "ascii", errors="ignore")
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None
