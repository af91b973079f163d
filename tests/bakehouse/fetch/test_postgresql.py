"""A real PostgreSQL: values as it writes them, one moment for all queries, nothing but reading."""

import pytest

from publish.bakehouse.fetch.databases import opened
from publish.bakehouse.fetch.kept import Limits
from publish.declare.sources import Connection
from publish.errors import SourceError
from tests.databases import Server, rows
from tests.servers import free_port

pytestmark = pytest.mark.slow("starts a PostgreSQL")

VALUES = {
    "1::int": "1",
    "9223372036854775807": "9223372036854775807",
    "1.50::numeric": "1.50",
    "12345678901234567890123456789012345678901234567890.10": (
        "12345678901234567890123456789012345678901234567890.10"
    ),
    "0.1::float8": "0.1",
    "0.1::float4": "0.1",
    "1e22::float8": "1e+22",
    "'01004'::text": "01004",
    "''::text": "",
    "null::text": None,
    "null": None,
    "true": "true",
    "date '2026-11-01'": "2026-11-01",
    "timestamp '2026-11-01 12:00:00.5'": "2026-11-01T12:00:00.5",
    "timestamptz '2026-11-01 12:00+02'": "2026-11-01T10:00:00+00:00",
    "timestamp 'infinity'": "infinity",
    "interval '1 day 2 hours'": "P1DT2H",
    "array[1.10, null]": "[1.10,null]",
    "array['a b', 'c\"d']": '["a b","c\\"d"]',
    '\'{"b": 1.10, "a": null}\'::json': '{"b": 1.10, "a": null}',
    "row(1, 'x')": '{"f1":1,"f2":"x"}',
    "uuid '00000000-0000-0000-0000-000000000001'": "00000000-0000-0000-0000-000000000001",
    "inet '10.0.0.1'": "10.0.0.1",
    "point '(1,2)'": "(1,2)",
    "int4range(1, 3)": "[1,3)",
    "'é œ 🥖'::varchar": "é œ 🥖",
}


@pytest.fixture
def reader(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setenv("LIRE", "lire")
    address = f"postgresql://reader@127.0.0.1:{postgres.port}/postgres"
    return Connection(datasets=("lieux",), address=address, password="LIRE")


def test_every_value_is_the_text_that_postgresql_writes(reader):
    columns = ", ".join(f"{value} AS v{at}" for at, value in enumerate(VALUES))
    [row] = rows(reader, f"SELECT {columns}")
    assert dict(zip(VALUES, row.values(), strict=True)) == VALUES


def test_rows_come_in_the_order_of_the_query_however_many(reader):
    found = rows(reader, "SELECT n FROM generate_series(1, 25000) AS n ORDER BY n DESC; ")
    assert [row["n"] for row in found] == [str(n) for n in range(25000, 0, -1)]
    assert rows(reader, "SELECT 1 AS n WHERE false -- none") == []


def test_all_queries_see_one_moment(reader, postgres):
    postgres.run("DROP TABLE IF EXISTS visits; CREATE TABLE visits AS SELECT 1 AS n")
    with opened(reader, "here", Limits()) as snapshot:
        first = [b.to_pylist() for b in snapshot.ask("SELECT count(*) AS c FROM visits").batches]
        postgres.run("INSERT INTO visits VALUES (2)")
        second = [b.to_pylist() for b in snapshot.ask("SELECT count(*) AS c FROM visits").batches]
    assert first == second == [[{"c": "1"}]]
    assert rows(reader, "SELECT count(*) AS c FROM visits") == [{"c": "2"}]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE stolen (a int)",
        "SELECT 1; DROP TABLE visits",
        "SELECT 1) AS asked; COMMIT; --",
        "SELECT 1) AS asked) TO PROGRAM 'touch /tmp/fournil-was-here' --",
        "WITH gone AS (DELETE FROM visits RETURNING *) SELECT * FROM gone",
        "SHOW ALL",
    ],
)
def test_what_is_no_select_is_refused(postgres, query):
    # Even the owner, who may do all this, does not.
    owner = Connection(
        datasets=("lieux",),
        address=f"postgresql://owner@/postgres?host={postgres.folder}&port={postgres.port}",
    )
    words = r"^here: (PostgreSQL does not take the query: .*; mend it|the query asks for what)"
    with pytest.raises(SourceError, match=words):
        rows(owner, query)


def test_a_function_that_writes_is_refused(postgres):
    owner = Connection(
        datasets=("lieux",),
        address=f"postgresql://owner@/postgres?host={postgres.folder}&port={postgres.port}",
    )
    postgres.run(
        "CREATE OR REPLACE FUNCTION writing() RETURNS int LANGUAGE plpgsql AS "
        "$$ BEGIN CREATE TABLE written (a int); RETURN 1; END $$"
    )
    with pytest.raises(SourceError, match="the query writes, and only reads are allowed"):
        rows(owner, "SELECT writing() AS n")
    assert rows(owner, "SELECT to_regclass('written')::text AS n") == [{"n": None}]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * FROM nowhere", 'does not take the query: relation "nowhere" does not exist'),
        ("SELECT 1 AS a, 2 AS a", 'column reference "a" is ambiguous'),
        ("SELECT 'secret'::text::int", "a value does not fit what the query does with it"),
        ("SELECT 1/(n - 9000) AS q FROM generate_series(1, 9000) AS n", "a value does not fit"),
        ("SELECT 'secret'::bytea AS code", "column 'code' holds binary values, .*encode\\(code"),
    ],
)
def test_what_goes_wrong_is_told_without_a_value(reader, query, words):
    with pytest.raises(SourceError, match=f"^here: .*{words}") as told:
        rows(reader, query)
    assert "secret" not in str(told.value)


def test_a_query_that_takes_too_long_is_stopped(reader):
    with pytest.raises(SourceError, match="the query was stopped: it took too long"):
        rows(reader, "SELECT pg_sleep(600)::text AS s", Limits(seconds=1))


def test_who_may_not_enter_is_told_without_the_password(reader, monkeypatch):
    monkeypatch.setenv("LIRE", "s3cret p@ss")
    with pytest.raises(SourceError, match="password authentication failed") as told:
        rows(reader, "SELECT 1")
    assert "s3cret" not in str(told.value)
    monkeypatch.delenv("LIRE")
    with pytest.raises(SourceError, match="here: the environment variable LIRE is not set; set it"):
        rows(reader, "SELECT 1")


def test_a_database_that_is_not_there_is_told():
    nowhere = Connection(datasets=("a",), address=f"postgresql://me@127.0.0.1:{free_port()}/x")
    words = "the database does not answer: Connection refused; try the address with `psql`"
    with pytest.raises(SourceError, match=words):
        rows(nowhere, "SELECT 1")
