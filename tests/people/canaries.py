"""Looks for a text in files: in their bytes, and in what is packed or compressed in them.

However it is written there: in another encoding, escaped, in base 64, in small letters.
"""

import gzip
import json
import zlib
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, quote_plus
from zipfile import ZipFile, is_zipfile

import pyarrow.parquet as pq


def holding(folder: Path, what: str) -> list[str]:
    """The files under a folder that hold a text, whatever they are packed in."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    forms = spellings(what)
    return [
        str(one.relative_to(folder))
        for one in files
        if any(holds(part, forms) for part in unpacked(one.name, one.read_bytes()))
    ]


def holds(content: bytes, forms: set[bytes]) -> bool:
    """Whether bytes hold one of the spellings of a text."""
    small = content.lower()
    return any(form in content or form.lower() in small for form in forms)


def spellings(what: str) -> set[bytes]:
    """How a text may be written in a file."""
    texts = {
        what,
        what.lower(),
        what.upper(),
        json.dumps(what)[1:-1],
        quote(what),
        quote_plus(what),
        escape(what),
    }
    found = {text.encode() for text in texts}
    found |= {what.encode(name) for name in ("utf-16-le", "utf-16-be")}
    return found | {_inside(what.encode(), before) for before in range(3)}


def _inside(what: bytes, before: int) -> bytes:
    """What base 64 makes of it after so many bytes, but for letters that its neighbours change."""
    start, end = -(-before * 8 // 6), (before + len(what)) * 8 // 6
    return b64encode(bytes(before) + what)[start:end]


def unpacked(name: str, content: bytes) -> Iterator[bytes]:
    """The bytes of a file (free pages of a database are among them), and of what is in it."""
    yield content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as files:
            for one in files.namelist():
                yield one.encode()
                yield from unpacked(one, files.read(one))
    elif content[:2] == b"\x1f\x8b":
        yield from unpacked(name.removesuffix(".gz"), gzip.decompress(content))
    elif content[:4] == b"PAR1":
        yield str(pq.read_table(BytesIO(content)).to_pylist()).encode()  # type: ignore[no-untyped-call]
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _chunks(content)


def _chunks(picture: bytes) -> Iterator[bytes]:
    """The texts of a PNG, compressed or not."""
    at = 8
    while at + 8 <= len(picture):
        size, kind = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        said = picture[at + 8 : at + 8 + size]
        if kind == b"zTXt":
            yield zlib.decompress(said.partition(b"\0")[2][1:])
        at += size + 12
