"""Logs of servers: features and visitors of a day, and nobody's address anywhere."""

import gzip
from pathlib import Path

import pytest

from publish.bakehouse.read import requests
from publish.bakehouse.read.audience import logs
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.source import Source
from publish.errors import SourceError
from tests.counted import FEATURES, counted_site

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
    at: str = "10:00:00 +0100",
) -> str:
    referrer = "https://example.org/?q=ada@example.org"
    return f'{host} - - [{day}:{at}] "{verb} {path} HTTP/1.1" {status} 512 "{referrer}" "{agent}"\n'


def log(folder: Path, *lines: str, name: str = "access.log") -> Path:
    path = folder / name
    text = "".join(lines).encode()
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


@pytest.fixture
def together(bench):
    """What several logs of one source are read as."""

    def read(*paths: Path):
        source = Source.model_validate({"path": "*.log", "format": "logs", "features": RULES})
        (path, file), *beside = ((path, path.name) for path in paths)
        (export,) = logs.read(ExportRequest(path, file, source, (), tuple(beside)), bench)
        columns = export.table.to_pyarrow().to_pydict()
        rows = list(zip(*columns.values(), strict=True))
        return [(row[0], row[2], row[6], row[8]) for row in rows], export.remarks

    return read


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


@pytest.mark.parametrize(
    ("hosts", "visitors"),
    [
        (["192.0.2.7", "192.0.2.7"], "1"),
        (["2001:db8:1:2::7", "2001:db8:1:3:ffff::8"], "1"),
        (["2001:db8:1::7", "2001:db8:2::7"], "2"),
        (["192.0.2.7", "::ffff:192.0.2.7"], "1"),
        (["ada.example.org", "bob.example.org"], "1"),
    ],
)
def test_a_visitor_is_a_connection_whatever_its_browser_says(hosts, visitors, tmp_path, take):
    path = log(tmp_path, *(line(one, agent=f"{BROWSER} {n}") for n, one in enumerate(hosts)))
    assert counted(take(path, format="logs", features=RULES))[0][2:] == (visitors, "2")


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
    assert remark.what == "lines that are none of a log, left out: 1 of 200 (access.log: line 200)"
    with pytest.raises(SourceError, match=r"2 of 100 lines are none .*: line 99, 100\)") as refused:
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


def test_the_logs_of_a_source_are_counted_together(tmp_path, together):
    evening = log(tmp_path, *(line(f"192.0.2.{n}") for n in range(12)), name="access.log.1")
    night = [line(f"192.0.2.{n}", at="23:59:59 +0100") for n in range(8, 16)]
    other = log(tmp_path, *night, line(day="01/Dec/2026"), name="server-2.log.gz")
    rows, remarks = together(evening, other)
    assert rows == [("2026-11-30", "place", "16", "20"), ("2026-12-01", "place", "1", "1")]
    assert remarks == ()


def test_the_same_log_counts_once_also_packed(tmp_path, together):
    lines = [line(f"192.0.2.{n}") for n in range(30)]
    names = ("access.log", "access.log.1", "access.log.2.gz")
    rows, (remark,) = together(*(log(tmp_path, *lines, name=name) for name in names))
    assert rows == [("2026-11-30", "place", "30", "30")]
    assert (remark.code, remark.what) == (
        "same-log",
        "the same lines as another log, read once: access.log.1, access.log.2.gz",
    )


@pytest.mark.parametrize("part", [slice(0, 50), slice(60, 100), slice(70, 95)])
def test_a_log_that_begins_within_another_is_refused(part, tmp_path, together):
    lines = [line(f"192.0.2.{n % 50}", f"/lieux/{n}") for n in range(100)]
    whole = log(tmp_path, *lines)
    copied = log(tmp_path, *lines[part], line("192.0.2.99"), name="copied.log")
    with pytest.raises(SourceError, match=r"begins with lines that stand in .* too") as refused:
        together(whole, copied)
    assert "192.0.2" not in str(refused.value)


def test_two_idle_servers_may_be_asked_by_the_same_watchman(tmp_path, together):
    probes = [line("192.0.2.1", "/health", at=f"00:00:{n:02} +0100") for n in range(40)]
    one = log(tmp_path, *probes, line("192.0.2.2"), line("192.0.2.3"), name="1.log")
    two = log(tmp_path, *probes, line("192.0.2.4"), line("192.0.2.5"), name="2.log")
    assert together(one, two)[0] == [
        ("2026-11-30", "other", "1", "80"),
        ("2026-11-30", "place", "4", "4"),
    ]


def test_all_logs_of_a_pattern_are_one_request(tmp_path):
    declared = '{path: "exports/access.log*", format: logs}'
    source = '{path: exports/features.csv, delimiter: ";"}'
    site = counted_site(tmp_path / "site", FEATURES.replace(source, declared))
    folder = site.data / "visits" / "exports"
    for name in ("access.log", "access.log.1", "access.log.2.gz"):
        log(folder, line(), name=name)
    (asked,) = requests(site, "visits", site.dataset("visits"))["features"]
    assert [one.file for one in asked.each()] == [
        "exports/access.log",
        "exports/access.log.1",
        "exports/access.log.2.gz",
    ]


def test_the_day_is_that_of_the_server(tmp_path, take):
    path = log(
        tmp_path,
        line(day="30/Nov/2026", at="23:59:59 +1400"),
        line(day="01/Dec/2026", at="00:00:00 -1200"),
    )
    assert [row[0] for row in take(path, format="logs").rows] == ["2026-11-30", "2026-12-01"]


FORMS = {
    "with the site": "www.example.org:443 " + line(),
    "with a user": line().replace(" - - [", " - ada [", 1),
    "with a user of two words": line().replace(" - - [", " - Ada Lovelace [", 1),
    "with more at its end": line().replace("\n", ' "192.0.2.8" 0.002 "x"\n'),
    "with a space in the address": line(path="/lieux/a b"),
    "with a quote in the browser": line(agent=BROWSER + r" \"x\""),
    "with windows' ends": line().replace("\n", "\r\n"),
    "with a mark of its encoding": "\ufeff" + line(),
    "of a proxy": line(path="https://example.org/lieux/1"),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_lines_that_servers_write(form, tmp_path, take):
    path = log(tmp_path, FORMS[form])
    assert counted(take(path, format="logs", features=RULES)) == [("2026-11-30", "place", "1", "1")]


NONE = {
    "the common form": line().split(' "https')[0] + "\n",
    "no day": line(day="31/Feb/2026"),
    "no month": line(day="30/Nim/2026"),
    "no address": line().removeprefix("192.0.2.7"),
    "cut": line()[:60],
    "several in one": line().replace("\n", "\r") * 3 + "\n",
}


@pytest.mark.parametrize("case", NONE)
def test_lines_that_are_none(case, tmp_path, take):
    with pytest.raises(SourceError, match=r"1 of 2 lines are none .*\(access.log: line 2\)"):
        take(log(tmp_path, line(), NONE[case]), format="logs", features=RULES)


def test_a_file_that_is_read_part_by_part_counts_once(tmp_path, take):
    whole = [line(path="/download/a.pdf"), *[line(path="/download/a.pdf", status=206)] * 30]
    parts = [line("192.0.2.8", "/download/b.pdf", status=206)] * 30
    twice = [line("192.0.2.9", "/download/a.pdf")] * 2
    taken = take(log(tmp_path, *whole, *parts, *twice), format="logs", features=RULES)
    assert counted(taken) == [("2026-11-30", "download", "3", "4")]


def test_a_packed_log_of_several_members_is_read_whole(tmp_path, take):
    path = tmp_path / "access.log.gz"
    path.write_bytes(b"".join(gzip.compress(line(f"192.0.2.{n}").encode()) for n in range(5)))
    assert counted(take(path, format="logs", features=RULES)) == [("2026-11-30", "place", "5", "5")]


def test_an_empty_log_has_no_row(tmp_path, take, together):
    assert take(log(tmp_path, name="a.log"), format="logs").rows == []
    assert len(together(log(tmp_path, name="b.log"), log(tmp_path, line(), name="c.log"))[0]) == 1


def test_a_log_of_days_without_end_is_refused(tmp_path, take, monkeypatch):
    monkeypatch.setattr(logs, "DAYS", 5)
    path = log(tmp_path, *(line(day=f"{n:02}/Nov/2026") for n in range(1, 7)))
    with pytest.raises(SourceError, match="more than 5 different days; hand over fewer"):
        take(path, format="logs", features=RULES)


def test_an_address_beyond_measure_is_not_kept(tmp_path, take, bench):
    take(
        log(tmp_path, *(line(f"192.0.2.{n}", "/" + "a/" * 5000) for n in range(20))), format="logs"
    )
    listed = (bench.folder.parent / "unmatched" / "access.log.csv").read_text()
    assert listed == "address,visits,actions\n/…,,20\n"
