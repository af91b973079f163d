"""Every byte of a release: its files as they lie, and what is packed in them."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq


def contents_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file of a folder, then of what is packed in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(path.name, path.read_bytes())


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file as they are, then those in it: gzip, archives in archives, Parquet."""
    yield name, data
    if data.startswith(b"\x1f\x8b"):
        yield from unpacked(name.removesuffix(".gz"), gzip.decompress(data))
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from unpacked(f"{name}/{member}", archive.read(member))
    elif data.startswith(b"PAR1"):
        file = pq.ParquetFile(io.BytesIO(data))
        for number in range(file.num_row_groups):
            yield f"{name} rows", str(file.read_row_group(number).to_pylist()).encode()
