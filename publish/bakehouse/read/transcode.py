"""Exports as plain UTF-8 files: unpacked and transcoded in a stream, or left where they are."""

import bz2
import codecs
import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import zstandard

from publish.bakehouse.read.damage import unreadable
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.files import packing_of
from publish.bakehouse.read.misread import not_utf8
from publish.errors import SourceError
from publish.words.limits import UNPACKED_BYTES

CHUNK = 1 << 20
UTF8 = ("utf-8", "utf-8-sig")
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OTHER_FORMATS = {
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"\x1f\x8b": "packed by gzip",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
    b"BZh": "packed by bzip2",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\x00": "a SQLite database",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"%PDF": "a PDF",
}


def plain(request: ExportRequest, target: Path) -> Path:
    """The export as a UTF-8 file: the file itself when it is one, else a copy in `target`.

    Of a file left in place only the first chunk is checked here; a byte order mark stays there.
    Raises SourceError for what cannot be opened, unpacked or decoded whole.
    """
    encoding = _codec(request)
    chunks = _limited(request, _bytes(request))
    head = next(chunks, b"")
    _refuse_other_formats(request, head)
    if encoding in UTF8:
        _check(request, head)
        if not packing_of(request.file):
            return request.path
    chunks = chain((head,), chunks)
    with target.open("wb") as copy:
        copy.writelines(chunks if encoding in UTF8 else _decoded(request, chunks))
    return target


def utf8(request: ExportRequest) -> Iterator[bytes]:
    """The text of an export as UTF-8, in chunks; nothing of it is written anywhere.

    Raises SourceError for what cannot be opened, unpacked or decoded whole.
    """
    _codec(request)
    chunks = unpacked(request)
    head = next(chunks, b"")
    _refuse_other_formats(request, head)
    yield from _decoded(request, chain((head,), chunks))


def unpacked(request: ExportRequest) -> Iterator[bytes]:
    """The bytes of an export in chunks; raises SourceError for what cannot be unpacked whole."""
    return _limited(request, _bytes(request))


def beginning(file: Path, limit: int) -> Iterator[bytes]:
    """The first `limit` bytes of a file, unpacked, and the rest of their chunk.

    Raises SourceError for what cannot be unpacked.
    """
    size = 0
    try:
        with file.open("rb") as opened:
            for data in UNPACKERS[packing_of(file.name)](opened):
                yield data
                size += len(data)
                if size > limit:
                    return
    except DAMAGED as error:
        raise SourceError(f"{file.name}: cannot be unpacked: {error}") from None


def check_encoding(request: ExportRequest, path: Path) -> None:
    """Raises SourceError for the first byte of the text at `path` that is not as declared."""
    with path.open("rb") as file:
        for _ in _decoded(request, _as_it_is(file)):
            pass


def undecodable(
    request: ExportRequest, data: bytes, at: int, offset: int, line: int
) -> SourceError:
    """The error for byte `at` of `data`, which stands at byte `offset` of the file, on `line`."""
    declared = request.source.encoding
    utf8 = codecs.lookup(declared).name in UTF8
    marks = (name for mark, name in MARKS.items() if offset == 0 and data.startswith(mark))
    hint = next(marks, "cp1252" if utf8 else "utf-8")
    way = f"the file is cut there or has another encoding: declare `encoding:`, such as `{hint}`"
    if utf8 and not data[:at].isascii():
        # Another encoding would garble what was UTF-8 so far.
        way = "the file is cut there or holds two encodings: export it again in one"
    byte = f"byte 0x{data[at]:02X}" if at < len(data) else "end"
    return SourceError(
        f"{request.file}: line {line}: {byte} at position {offset + at} is not {declared}; {way}"
    )


def _codec(request: ExportRequest) -> str:
    name = request.source.encoding
    try:
        codec = codecs.lookup(name)
        "".encode(name)
    except LookupError:
        raise SourceError(
            f"{request.file}: unknown encoding {name!r}; "
            "declare `encoding:` as Python names it, such as utf-8, cp1252 or utf-16"
        ) from None
    return codec.name


def _refuse_other_formats(request: ExportRequest, head: bytes) -> None:
    for magic, what in OTHER_FORMATS.items():
        if head.startswith(magic):
            raise SourceError(
                f"{request.file}: this is {what}, not text; "
                "name the file by what it is, or declare `format:`"
            )


def _check(request: ExportRequest, head: bytes) -> None:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
    except UnicodeDecodeError as error:
        line = head.count(b"\n", 0, error.start) + 1
        raise undecodable(request, head, error.start, 0, line) from None


def _limited(request: ExportRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for data in chunks:
        size += len(data)
        if size > UNPACKED_BYTES:
            raise SourceError(
                f"{request.file}: more than {UNPACKED_BYTES >> 30} GiB unpacked; split the export"
            )
        yield data


def _decoded(request: ExportRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The text of `chunks` as UTF-8, without its byte order mark."""
    make = codecs.getincrementaldecoder(request.source.encoding)
    decoder, offset, line, fresh = make("strict"), 0, 1, True
    for data in chain(not_utf8(chunks, request.file, request.source.encoding), (b"",)):
        state = decoder.getstate()
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            held = len(error.object) - len(data)
            good = make("replace")
            good.setstate(state)
            line += good.decode(data[: max(error.start - held, 0)]).count("\n")
            raise undecodable(request, error.object, error.start, offset - held, line) from None
        offset, line = offset + len(data), line + text.count("\n")
        yield (text.removeprefix("\ufeff") if fresh else text).encode()
        fresh = fresh and not text


def _bytes(request: ExportRequest) -> Iterator[bytes]:
    """The file's bytes, unpacked, in chunks."""
    unpack = UNPACKERS[packing_of(request.file)]
    try:
        with request.path.open("rb") as file:
            yield from filter(None, unpack(file))
    except DAMAGED as error:
        raise SourceError(
            f"{request.file}: cannot be unpacked whole ({error}); hand over the export again"
        ) from None
    except OSError as error:
        raise unreadable(request.file, error) from None


def _as_it_is(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(CHUNK), b"")


def _gzip(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as packed:
        yield from iter(lambda: packed.read(CHUNK), b"")


def _bzip2(file: BinaryIO) -> Iterator[bytes]:
    with bz2.BZ2File(file) as packed:
        yield from iter(lambda: packed.read(CHUNK), b"")


def _zip(file: BinaryIO) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            raise zipfile.BadZipFile(
                f"{len(members)} files in it where one is expected; unpack it and hand over each"
            )
        if members[0].flag_bits & 1:
            raise zipfile.BadZipFile("it has a password")
        with archive.open(members[0]) as packed:
            yield from iter(lambda: packed.read(CHUNK), b"")


def _zstd(file: BinaryIO) -> Iterator[bytes]:
    """Frame after frame; a reader of the library takes a file cut short for its end."""
    frame, begun = zstandard.ZstdDecompressor().decompressobj(), False
    # Small pieces: each may unpack to thousands of times its size.
    for piece in iter(lambda: file.read(4096), b""):
        rest = piece
        while rest:
            yield frame.decompress(rest)
            rest, begun = frame.unused_data, not frame.eof
            if frame.eof:
                frame = zstandard.ZstdDecompressor().decompressobj()
    if begun:
        raise EOFError("the file is cut short")


UNPACKERS: dict[str | None, Callable[[BinaryIO], Iterator[bytes]]] = {
    None: _as_it_is,
    ".gz": _gzip,
    ".zip": _zip,
    ".zst": _zstd,
    ".bz2": _bzip2,
}
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, zstandard.ZstdError)
