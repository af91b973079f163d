"""What a release holds: every byte of its files, what is packed in them, rows of its database."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import adbc_driver_sqlite.dbapi
import pyarrow as pa
import pyarrow.parquet as pq

from publish.words.sqlite import read_only


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


def queried(database: Path, statement: str) -> pa.Table:
    """The rows that a release's database gives to a statement, as it shows them."""
    connect = adbc_driver_sqlite.dbapi.connect
    with connect(read_only(database)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetch_arrow_table()
