"""A real MariaDB: values as it writes them, one moment for all queries, nothing but reading."""

import pytest

from publish.bakehouse.fetch.databases import opened
from publish.bakehouse.fetch.kept import Limits
from publish.declare.sources import Connection
from publish.errors import SourceError
from tests.databases import Server, rows
from tests.servers import free_port

pytestmark = pytest.mark.slow("starts a MariaDB")

TABLE = """
USE lieux;
DROP TABLE IF EXISTS kinds, codes;
CREATE TABLE kinds (
  whole BIGINT UNSIGNED, exact DECIMAL(40, 2), real_ DOUBLE, single FLOAT, day DATE, clock TIME,
  naive DATETIME(3), moment TIMESTAMP NULL, code VARCHAR(9), nothing TEXT, flag TINYINT(1),
  bits BIT(3), doc JSON, choice ENUM('a', 'b'), year_ YEAR
);
SET time_zone = '+02:00';
INSERT INTO kinds VALUES (
  18446744073709551615, 12345678901234567890.10, 0.1, 0.1, '2026-11-01', '25:00:00',
  '2026-11-01 12:00:00.500', '2026-11-01 12:00:00', '01004', NULL, 1,
  b'101', '{"a": 1.10}', 'b', 2026
);
INSERT INTO kinds (single, code) VALUES (16777216, 'é œ 🥖');
CREATE TABLE codes (code VARBINARY(9));
INSERT INTO codes VALUES (NULL), ('secret');
"""
FIRST = {
    "whole": "18446744073709551615",
    "exact": "12345678901234567890.10",
    "real_": "0.1",
    "single": "0.1",
    "day": "2026-11-01",
    "clock": "25:00:00",
    "naive": "2026-11-01 12:00:00.500",
    "moment": "2026-11-01T10:00:00Z",
    "code": "01004",
    "nothing": None,
    "flag": "1",
    "bits": "5",
    "doc": '{"a": 1.10}',
    "choice": "b",
    "year_": "2026",
}


@pytest.fixture
def reader(maria: Server, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setenv("LIRE", "lire")
    maria.run(TABLE)
    address = f"mysql://reader@127.0.0.1:{maria.port}/lieux"
    return Connection(datasets=("lieux",), address=address, password="LIRE")


def test_every_value_is_the_text_that_the_server_writes(reader):
    first, second = rows(reader, "SELECT * FROM kinds;")
    assert first == FIRST
    assert (second["single"], second["code"], second["moment"]) == ("16777216", "é œ 🥖", None)


def test_all_queries_see_one_moment(reader, maria):
    with opened(reader, "here", Limits()) as snapshot:
        maria.run("INSERT INTO lieux.codes VALUES (NULL)")
        [batch] = snapshot.ask("SELECT count(*) AS c FROM codes").batches
    assert batch.to_pylist() == [{"c": "2"}]
    assert rows(reader, "SELECT count(*) AS c FROM codes") == [{"c": "3"}]
    assert rows(reader, "SELECT 1 AS c FROM codes WHERE false") == []


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM codes",
        "SELECT 1; DELETE FROM codes",
        "SELECT 1 AS a) AS asked; DELETE FROM codes; -- ",
        "SELECT 1 INTO OUTFILE '/tmp/fournil-was-here'",
        "SHOW TABLES",
    ],
)
def test_what_is_no_select_is_refused(reader, query):
    with pytest.raises(
        SourceError, match=r"^here: the server does not take the query: .*; mend it"
    ):
        rows(reader, query)
    assert rows(reader, "SELECT count(*) AS c FROM codes") == [{"c": "2"}]


def test_what_goes_wrong_is_told_without_a_value(reader):
    with pytest.raises(SourceError, match=r"column 'code' holds binary values, .*hex") as told:
        rows(reader, "SELECT code FROM codes")
    assert "secret" not in str(told.value)
    with pytest.raises(SourceError, match=r"the query: Table 'lieux\.nowhere' doesn't"):
        rows(reader, "SELECT * FROM nowhere")
    with pytest.raises(SourceError, match="Duplicate column name 'a'"):
        rows(reader, "SELECT 1 AS a, 2 AS a")


def test_a_query_that_takes_too_long_is_stopped(reader):
    with pytest.raises(SourceError, match="the query was stopped: it took too long; ask for less"):
        rows(reader, "SELECT benchmark(1000000000000, md5('a')) AS c", Limits(seconds=1))


def test_who_may_not_enter_is_told_without_the_password(reader, monkeypatch):
    monkeypatch.setenv("LIRE", "s3cret")
    with pytest.raises(SourceError, match="refuses the user or the password") as told:
        rows(reader, "SELECT 1 AS a")
    assert "s3cret" not in str(told.value)


def test_a_database_that_is_not_there_is_told():
    nowhere = Connection(datasets=("a",), address=f"mysql://me@127.0.0.1:{free_port()}/x")
    with pytest.raises(SourceError, match=r"the database does not answer: .*refused"):
        rows(nowhere, "SELECT 1 AS a")
