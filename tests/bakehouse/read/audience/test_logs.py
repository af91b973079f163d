"""Logs of servers: features and visitors of a day, and nobody's address anywhere."""

import gzip
from pathlib import Path

import pytest

from publish.errors import SourceError

RULES = (
    {"match": "^/lieux/[^/]+$", "feature": "place"},
    {"match": "^/download/", "feature": "download"},
)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def line(
    host: str = "192.0.2.7",
    path: str = "/lieux/1",
    day: str = "30/Nov/2026",
    status: int = 200,
    agent: str = BROWSER,
    verb: str = "GET",
) -> str:
    referrer = "https://example.org/?q=ada@example.org"
    return (
        f'{host} - - [{day}:10:00:00 +0100] "{verb} {path} HTTP/1.1" {status} 512 '
        f'"{referrer}" "{agent}"\n'
    )


def log(folder: Path, *lines: str, name: str = "access.log") -> Path:
    path = folder / name
    text = "".join(lines).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


def counted(taken):
    return [(row[0], row[2], row[6], row[8]) for row in taken.rows]


@pytest.mark.parametrize("name", ["access.log", "access.log.2.gz"])
def test_requests_and_visitors_are_counted_by_day_and_feature(name, tmp_path, take):
    path = log(
        tmp_path,
        *(line(f"192.0.2.{n % 12}", f"/lieux/{n}?q=ada@example.org") for n in range(30)),
        line("2001:db8::1", "/download/lieux.csv", status=206),
        line(day="01/Dec/2026"),
        name=name,
    )
    taken = take(path, format="logs", features=RULES)
    assert counted(taken) == [
        ("2026-11-30", "download", "1", "1"),
        ("2026-11-30", "place", "12", "30"),
        ("2026-12-01", "place", "1", "1"),
    ]
    assert {row[1] for row in taken.rows} == {"logs"}
    assert {row[7] for row in taken.rows} == {""}


def test_one_address_with_two_browsers_is_two_visitors(tmp_path, take):
    path = log(tmp_path, line(), line(), line(agent=BROWSER + " x"))
    assert counted(take(path, format="logs", features=RULES)) == [("2026-11-30", "place", "2", "3")]


def test_crawlers_errors_and_other_verbs_do_not_count(tmp_path, take):
    path = log(
        tmp_path,
        line(),
        line(agent=BOT),
        line(agent=""),
        line(status=404),
        line(status=301),
        line(verb="HEAD"),
    )
    taken = take(path, format="logs", features=RULES)
    assert counted(taken) == [("2026-11-30", "place", "1", "1")]
    (remark,) = taken.export.remarks
    assert (remark.code, remark.what) == (
        "crawlers-left-out",
        "requests of crawlers, left out: 2 of 6 lines",
    )


def test_a_few_lines_that_are_none_are_told_and_many_are_refused(tmp_path, take):
    lines = [line() for _ in range(199)]
    taken = take(log(tmp_path, *lines, "\x16\x03\x01 ada\n"), format="logs", features=RULES)
    (remark,) = taken.export.remarks
    assert remark.what == "lines that are none of a log, left out: 1 of 200"
    with pytest.raises(SourceError, match=r"2 of 100 lines are none of a log") as refused:
        take(log(tmp_path, *lines[:98], *["ada\n"] * 2), format="logs", features=RULES)
    assert "ada" not in str(refused.value)


def test_a_line_without_end_is_none(tmp_path, take):
    path = log(tmp_path, *(line() for _ in range(200)), "a" * 3_000_000)
    assert counted(take(path, format="logs", features=RULES))[0][3] == "200"


def test_a_log_that_is_cut_is_refused(tmp_path, take):
    path = log(tmp_path, *(line(f"192.0.2.{n}") for n in range(200)), name="access.log.gz")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceError, match="cannot be unpacked whole"):
        take(path, format="logs", features=RULES)


def test_no_address_and_nothing_typed_is_written(tmp_path, take, bench):
    hosts = [f"198.51.100.{n}" for n in range(24)]
    path = log(
        tmp_path,
        *(line(host, "/recherche/ada@example.org?tel=0612345678") for host in hosts),
        line(path="/compte/0612345678"),
    )
    taken = take(path, format="logs", features=RULES)
    assert counted(taken) == [("2026-11-30", "other", "25", "25")]
    written = [one for one in (tmp_path / "private").rglob("*") if one.is_file()]
    assert [one.name for one in written] == ["access.log.csv"]
    text = written[0].read_text()
    assert text == "address,visits,actions\n/recherche/…,,24\n/…/…,,1\n"
    tables = bench.sql("SELECT table_name FROM information_schema.tables")
    for (table,) in tables:
        held = str(bench.sql(f'SELECT * FROM "{table}"'))
        assert "198.51.100" not in held
        assert "Firefox" not in held
        assert "ada@" not in held
