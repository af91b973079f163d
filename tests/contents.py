"""All that a file holds, as it lies and unpacked, for tests that look for what is not there."""

import gzip
import io
import zipfile
from collections.abc import Iterator

import pyarrow.parquet as pq


def contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, as they lie and unpacked, archives within archives too."""
    yield name, data
    if name.endswith(".gz"):
        yield from contents(name[:-3], gzip.decompress(data))
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from contents(f"{name}/{member}", archive.read(member))
    elif name.endswith(".parquet"):
        yield from _parquet(name, data)


def _parquet(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    file = pq.ParquetFile(io.BytesIO(data))
    yield f"{name} rows", str(file.read().to_pylist()).encode()
    groups = [file.metadata.row_group(n) for n in range(file.num_row_groups)]
    told = [str(group.column(n).statistics) for group in groups for n in range(group.num_columns)]
    yield f"{name} statistics", "\n".join([*told, str(file.schema_arrow)]).encode()
