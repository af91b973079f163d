"""ZIP files written as a stream: sorted by their maker, dated 1980, nothing of the machine in them.

The standard library's zipfile would compress again, three times slower, what is already
compressed beside it; here a member may come with its deflate stream made.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from publish.forms.compressed import Deflater, blocks, deflated, trailer
from publish.forms.kinds import Chunk

NEEDS = 45
DEFLATED = 8
UTF8_NAME = 0x800
# 1 January 1980, midnight: the first day that the format can tell.
DATE = 0x21
WIDE = 0xFFFFFFFF


@dataclass(frozen=True)
class Member:
    """A file inside: its name, its checksum, its sizes in bytes, its raw deflate stream."""

    name: str
    crc: int
    size: int
    packed: int
    stream: Iterable[bytes]

    @classmethod
    def of_bytes(cls, name: str, chunks: Iterable[Chunk]) -> Self:
        """A member compressed now, in memory."""
        deflater = Deflater()
        stream = [*(deflater.compress(chunk) for chunk in chunks), deflater.flush()]
        return cls(name, deflater.crc, deflater.size, sum(map(len, stream)), stream)

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """A small file compressed now."""
        return cls.of_bytes(path.name, blocks(path))

    @classmethod
    def of_gzip(cls, name: str, size: int, path: Path) -> Self:
        """A member of `size` bytes whose compressed bytes are those of a gzip file of ours."""
        crc, packed = trailer(path)
        return cls(name, crc, size, packed, deflated(path))


def write_archive(path: Path, members: Iterable[Member]) -> None:
    """Write the members one behind the other, then their list."""
    with path.open("wb") as file:
        write_members(file, members)


def write_members(file: IO[bytes], members: Iterable[Member]) -> None:
    """The same into an open file that is empty."""
    entries = []
    for member in members:
        start = file.tell()
        file.writelines(_local(member))
        file.writelines(member.stream)
        entries.append(_entry(member, start))
    start = file.tell()
    file.writelines(entries)
    file.write(_end(len(entries), file.tell() - start, start))


def _local(member: Member) -> Iterator[bytes]:
    name = member.name.encode()
    wide = max(member.size, member.packed) >= WIDE
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.packed) if wide else b""
    yield struct.pack("<4s", b"PK\x03\x04") + _common(member, wide)
    yield struct.pack("<HH", len(name), len(extra)) + name + extra


def _common(member: Member, wide: bool) -> bytes:
    """What a member's own header and the list both say."""
    sizes = (WIDE, WIDE) if wide else (member.packed, member.size)
    return struct.pack("<HHHHHLLL", NEEDS, UTF8_NAME, DEFLATED, 0, DATE, member.crc, *sizes)


def _entry(member: Member, start: int) -> bytes:
    """A line of the list; ZIP64 where a size or the start is over 4 GiB."""
    name = member.name.encode()
    wide = max(member.size, member.packed, start) >= WIDE
    extra = struct.pack("<HHQQQ", 1, 24, member.size, member.packed, start) if wide else b""
    lengths = struct.pack("<HHHHHL", len(name), len(extra), 0, 0, 0, 0)
    place = struct.pack("<L", WIDE if wide else start)
    return (
        b"PK\x01\x02"
        + struct.pack("<H", NEEDS)
        + _common(member, wide)
        + lengths
        + place
        + (name + extra)
    )


def _end(count: int, size: int, start: int) -> bytes:
    """Where the list is; told twice where 32 bits do not hold it."""
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, size, min(start, WIDE), 0)
    if start < WIDE:
        return end
    wide = struct.pack(
        "<4sQHHLLQQQQ", b"PK\x06\x06", 44, NEEDS, NEEDS, 0, 0, count, count, size, start
    )
    return wide + struct.pack("<4sLQL", b"PK\x06\x07", 0, start + size, 1) + end
