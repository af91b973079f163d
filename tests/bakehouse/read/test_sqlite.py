"""SQLite: values as text that reads back as the same value, the file never touched."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import workspace
from publish.bakehouse.fetch import databases
from publish.bakehouse.fetch import sqlite as fetched
from publish.bakehouse.read import staged
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.sqlite import read
from publish.declare.declaration import Source
from publish.errors import SourceError


@pytest.fixture
def made(tmp_path):
    def make(*statements: str) -> Path:
        path = tmp_path / "t.db"
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return path

    return make


def test_values_without_loss(take, made):
    path = made(
        'CREATE TABLE t (id INTEGER PRIMARY KEY, "b ""q" REAL, c TEXT, d)',
        "INSERT INTO t VALUES (2, 0.1, '01004', 9223372036854775807), (1, 1004.0, NULL, 1e22)",
    )
    taken = take(path)
    assert taken.columns == {
        "id": ["1", "2"],
        'b "q': ["1004", "0.1"],
        "c": [None, "01004"],
        "d": ["10000000000000000000000", "9223372036854775807"],
    }
    assert (taken.export.records, taken.export.lines([1])) == (2, [2])


def test_the_table_is_named_when_there_are_several(take, made):
    path = made("CREATE TABLE a (x)", "CREATE VIEW b AS SELECT 1.5 AS y", "CREATE TABLE c (x)")
    with pytest.raises(SourceError, match="declare `table:`, the file has a, b, c"):
        take(path)
    with pytest.raises(SourceError, match="no table 'd'; declare `table:`"):
        take(path, table="d")
    assert take(path, table="b").columns == {"y": ["1.5"]}
    assert take(path, table="a").columns == {"x": []}


def test_a_query_takes_the_place_of_a_table(take, made):
    path = made(
        "CREATE TABLE a (x, y)",
        "INSERT INTO a VALUES (1, 0.5), (2, NULL)",
        "CREATE TABLE b (x, name)",
        "INSERT INTO b VALUES (1, 'un')",
    )
    taken = take(path, query="SELECT x, name, y FROM a LEFT JOIN b USING (x) ORDER BY x DESC;")
    assert taken.columns == {"x": ["2", "1"], "name": [None, "un"], "y": [None, "0.5"]}
    with pytest.raises(SourceError, match=r"t\.db: SQLite cannot read it \(no such column: z\)"):
        take(path, query="SELECT z FROM a")
    with pytest.raises(SourceError, match="SQLite cannot read it"):
        take(path, query="DELETE FROM a")


def test_blobs_and_texts_that_are_none_are_refused_without_their_value(take, made):
    path = made("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, x'736563726574')")
    with pytest.raises(SourceError, match="table 't': column 'b' holds binary values") as error:
        take(path)
    assert "secret" not in str(error.value)
    path.unlink()
    made("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, cast(x'736563726574ff' AS TEXT))")
    with pytest.raises(SourceError, match="column 'b' holds text that is not UTF-8") as error:
        take(path)
    assert "secret" not in str(error.value)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


def test_a_view_without_end_is_stopped(take, made, monkeypatch):
    monkeypatch.setattr(fetched, "SQLITE_STEPS", 1_000_000)
    path = made(f"CREATE VIEW v AS {ENDLESS}", "CREATE TABLE t (i)", "INSERT INTO t VALUES (1)")
    stopped = r"^t\.db: stopped after 1,081,920 steps of SQLite: a view or query without end"
    with pytest.raises(SourceError, match=stopped):
        take(path, table="v")
    with pytest.raises(SourceError, match=stopped):
        take(path, query=ENDLESS)
    assert take(path, query=f"{ENDLESS} LIMIT 3").columns == {"i": ["1", "2", "3"]}


def test_a_long_value_is_refused(take, made, monkeypatch):
    monkeypatch.setattr(fetched, "RECORD_BYTES", 1_000_000)
    half = "hex(zeroblob(250001))"
    columns = ", ".join(f"{half} AS c{number}" for number in range(32))
    path = made(
        f"CREATE VIEW long AS SELECT {half} || {half} AS a", f"CREATE VIEW wide AS SELECT {columns}"
    )
    told = "a value of more than {} bytes; shorten it, or leave its column out through a view"
    with pytest.raises(SourceError, match=r"^t\.db: table 'long': " + told.format("1,000,000")):
        take(path, table="long")
    with pytest.raises(SourceError, match=r"^t\.db: table 'wide': " + told.format("500,000")):
        take(path, table="wide")
    [[read]] = take(path, query=f"SELECT {half} AS a").rows
    assert read == "00" * 250_001


def test_rows_of_long_values_are_staged_few_at_a_time(take, made, monkeypatch):
    monkeypatch.setattr(databases, "BATCH_CHARACTERS", 50_000)
    monkeypatch.setattr(staged, "UNPACKED_BYTES", 1_000_000)
    path = made(f"CREATE VIEW v AS SELECT i || hex(zeroblob(20000)) AS a FROM ({ENDLESS})")
    rows = take(path, query="SELECT a FROM v LIMIT 24").rows
    assert [row[0][:-40_000] for row in rows] == [str(number) for number in range(1, 25)]
    with pytest.raises(SourceError, match=r"^t\.db: the query: more than .* of texts; split the"):
        take(path, query="SELECT a FROM v LIMIT 40")


def test_a_journal_left_beside_the_file_is_played_back_elsewhere(take, tmp_path):
    path = tmp_path / "t.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES ('only in the journal')")
        connection.commit()
        before = {each.name: each.read_bytes() for each in tmp_path.glob("t.db*")}
        assert take(path).rows == [("only in the journal",)]
        assert {each.name: each.read_bytes() for each in tmp_path.glob("t.db*")} == before


def test_nothing_is_written_beside_the_file(take, made):
    path = made("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
    before = path.read_bytes()
    take(path)
    assert (path.read_bytes(), list(path.parent.glob("t.db?*"))) == (before, [])


def test_what_is_no_database_is_refused(take, made, tmp_path):
    path = tmp_path / "x.sqlite"
    path.write_text("a,b\n")
    with pytest.raises(SourceError, match=r"x.sqlite: not a SQLite database"):
        take(path)
    whole = made("CREATE TABLE t (a)", "INSERT INTO t VALUES (zeroblob(100000))").read_bytes()
    path.write_bytes(whole[:9000])
    with pytest.raises(SourceError, match=r"x.sqlite: SQLite cannot read it"):
        take(path)


cells = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
)


@pytest.mark.slow("a law over hundreds of drawn files")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=10))
def test_any_table_comes_back_identical(rows):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (a, b)")
            connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
            connection.commit()
        with workspace(Path(folder) / "private") as opened:
            (export,) = read(ExportRequest(path, path.name, Source(path=path.name), ()), opened)
            found = export.table.to_pyarrow().to_pydict()
    assert export.records == len(rows)
    for row, texts in zip(rows, zip(*found.values(), strict=True), strict=True):
        assert [_back(text, value) for text, value in zip(texts, row, strict=True)] == list(row)


def _back(text: str | None, value: object) -> object:
    return text if text is None or isinstance(value, str) else type(value)(text)
