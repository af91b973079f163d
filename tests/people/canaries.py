"""Looks for a text in files: in their bytes, and in what is packed or compressed in them."""

import gzip
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pyarrow.parquet as pq


def holding(folder: Path, what: str) -> list[str]:
    """The files under a folder that hold a text, whatever they are packed in."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    return [
        str(one.relative_to(folder))
        for one in files
        if any(what.encode() in part for part in unpacked(one.name, one.read_bytes()))
    ]


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
