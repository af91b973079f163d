"""The search for a person finds them however a file says it, and no other."""

import gzip
import json
import sqlite3
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.people.canaries import holding

WHO = "Zoé d’Œuvre"
WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16, the other way": lambda text: text.encode("utf-16-be"),
    "small letters": lambda text: text.lower().encode(),
    "JSON": lambda text: json.dumps(text).encode(),
    "an address": lambda text: quote(text).encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "ZIP in ZIP": lambda text: zipped("in.zip", zipped("a.txt", text.encode())),
    "a name in a ZIP": lambda text: zipped(f"{text}.txt", b""),
    "Parquet": lambda text: columns(text),
    **{
        f"base 64 after {n} bytes": lambda text, n=n: b64encode(b"." * n + text.encode() + b".")
        for n in range(4)
    },
    "base 64 of addresses": lambda text: urlsafe_b64encode(f"..{text}".encode()),
}


def zipped(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", 8) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def columns(text: str) -> bytes:
    out = BytesIO()
    pq.write_table(pa.table({"said": [text] * 9}), out, compression="zstd")  # type: ignore[no-untyped-call]
    return out.getvalue()


@pytest.mark.parametrize("way", WAYS)
def test_a_person_is_found(way: str, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(WAYS[way](WHO))
    (tmp_path / "another's").write_bytes(WAYS[way]("Zoé d’Ouvre"))
    assert holding(tmp_path, WHO) == ["theirs"]


def test_what_was_deleted_in_a_database_is_found_in_its_free_pages(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database, database:
        # As SQLite does where nobody asks it to overwrite what goes.
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE said (who TEXT)")
        database.execute("INSERT INTO said VALUES (?)", (WHO,))
        database.commit()
        database.execute("DELETE FROM said")
    assert holding(tmp_path, WHO) == ["desk.db"]
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database:
        database.execute("VACUUM")
    assert holding(tmp_path, WHO) == []
