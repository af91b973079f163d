"""The file of the desk, written by many processes."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from publish.corrections.desk_file import writing

OTHER = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("SELECT count(*) FROM proposals").fetchone()
database.close()
"""


@pytest.mark.slow("starts another process")
def test_who_writes_keeps_the_locks_of_who_reads(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "desk.db"
    with writing(path):
        pass
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT count(*) FROM proposals").fetchone()
        with writing(path):
            pass
        # It is not the last one to close the file, and must know.
        subprocess.run([sys.executable, "-c", OTHER, str(path)], check=True)
        assert path.with_name("desk.db-wal").exists()
        with writing(path) as database:
            database.execute("DELETE FROM proposals")
        assert reader.execute("SELECT count(*) FROM proposals").fetchone() == (0,)
