"""Exports of Xiti, as its Data API v3 answers them and as its pages export them."""

import json
from pathlib import Path

import pytest

from publish.errors import SourceError

RULES = ({"match": "^/lieux/", "feature": "place"}, {"match": "^Lieux", "feature": "place"})
ROWS = [
    {"Rank": 1, "date": "2026-11-30", "event_url_full": "https://example.org/lieux/1?q=ada",
     "m_visits": 12, "m_unique_visitors": 11, "m_page_loads": 20, "m_bounces": 3},
    {"Rank": 2, "date": "2026-12-01", "event_url_full": "https://example.org/lieux/2",
     "m_visits": 2, "m_unique_visitors": 2, "m_page_loads": 2, "m_bounces": "-"},
    {"Rank": 3, "date": "2026-12-01", "event_url_full": "https://example.org/a",
     "m_visits": 1, "m_unique_visitors": 1, "m_page_loads": 1, "m_bounces": 0},
]  # fmt: skip
CSV = (
    "\ufeffDate;Page;Visites;Visiteurs uniques;Pages vues;Rebonds\n2026-11-30;Lieux;1 012;11;20;3\n"
)


def feed(rows: list[dict[str, object]]) -> str:
    columns = [{"Category": "Metric", "Name": "m_visits", "Label": "Visits"}]
    return json.dumps({"DataFeed": {"Columns": columns, "Rows": rows, "Context": {}}})


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_answers_of_the_api_become_features_by_day(tmp_path, take):
    path = written(tmp_path, "pages.json", feed(ROWS))
    taken = take(path, format="xiti", report="features", features=RULES)
    assert taken.rows == [
        ("2026-11-30", "xiti", "place", "", "", "", "11", "12", "20", "3", ""),
        ("2026-12-01", "xiti", "other", "", "", "", "1", "1", "1", "0", ""),
        ("2026-12-01", "xiti", "place", "", "", "", "2", "2", "2", "", ""),
    ]


def test_a_csv_of_its_pages_is_read_in_french(tmp_path, take):
    path = written(tmp_path, "pages.csv", CSV)
    taken = take(path, format="xiti", report="features", features=RULES)
    assert taken.rows == [("2026-11-30", "xiti", "place", "", "", "", "11", "1012", "20", "3", "")]


def test_rows_without_a_date_are_of_the_days_of_the_file(tmp_path, take):
    row = {"device_type": "Mobile", "m_visits": 3, "m_unique_visitors": 2}
    path = written(tmp_path, "devices-2026-W48.json", feed([row]))
    taken = take(path, format="xiti", report="devices")
    assert taken.rows == [("2026-11-23", "xiti", "mobile", "", "3", "", "", "")]
    path = written(tmp_path, "visits-2026-11-30.json", feed([{"m_visits": 3}]))
    assert take(path, format="xiti", report="visits").rows[0][2] == "site"


REFUSED = {
    "a page of several": (feed([{**ROWS[0], "Rank": n} for n in range(50)]), "exactly 50 rows"),
    "keywords": (feed([{"date": "2026-11-30", "search_keyword": "ada", "m_visits": 1}]),
                 "a report of keywords or searches"),
    "no visits": (feed([{"date": "2026-11-30", "page": "ada"}]), "no column m_visits"),
    "no page": (feed([{"date": "2026-11-30", "m_visits": 1}]), "none of the columns event_url"),
    "a page of 500": (feed([{**ROWS[0], "Rank": n} for n in range(500)]), "exactly 500 rows"),
    "a total of more": (CSV + "Total;Total;1 013;11;21;4\n", "total has 21 page loads .* make 20;"),
    "two feeds": (json.dumps({"DataFeed": [{"Rows": []}] * 2}), "no DataFeed with its Rows"),
    "rows of periods": (feed([{"Rows": [ROWS[0]]}]), "no column m_visits"),
    "no day": (feed([{**ROWS[0], "date": "ada"}]), "a date that is none"),
    "more than a day": (feed([{**ROWS[0], "date": "2026-11-30 ada"}]), "a date that is none"),
    "an hour": (feed([{**ROWS[0], "date": "2026-11-30T13:00:00"}]), "a date that is none"),
    "no number": (feed([{**ROWS[0], "m_visits": "1,5"}]), "a value of m_visits is no whole number"),
    "an error": ('{"ErrorMessage": "ada", "ErrorType": "x"}', "no DataFeed with its Rows"),
    "cut": (feed(ROWS)[:200], "not whole JSON at line 1"),
    "cut csv": (CSV[:-8], "row 1 has 4 cells where the header has 6"),
    "login": ("<html>ada</html>", "a page for browsers"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_whole_is_refused(case, tmp_path, take):
    content, told = REFUSED[case]
    path = written(tmp_path, "pages.export", content)
    with pytest.raises(SourceError, match=told) as refused:
        take(path, format="xiti", report="features", features=RULES)
    assert "ada" not in str(refused.value)


@pytest.mark.parametrize("report", [None, "countries", "titles"])
def test_a_report_that_is_not_read_is_refused(report, tmp_path, take):
    path = written(tmp_path, "x-2026-11-30.json", feed(ROWS))
    with pytest.raises(SourceError, match="declare `report:` as one of features, visits, devices"):
        take(path, format="xiti", report=report)


def test_totals_are_no_page(tmp_path, take):
    path = written(tmp_path, "pages.csv", CSV + "Total;-;1 012;11;20;3\n")
    taken = take(path, format="xiti", report="features", features=RULES)
    assert [row[8] for row in taken.rows] == ["20"]
    row = {"page": "Total", "m_visits": 3, "date": "2026-11-30", "m_page_loads": 3}
    page = {**row, "page": "Lieux"}
    path = written(tmp_path, "pages.json", feed([page, row]))
    # With a day it is a page of that name.
    assert len(take(path, format="xiti", report="features", features=RULES).rows) == 2


OLDER = [{"d_page": "Lieux", "m_visits": 5, "m_visitors": 4, "m_page_loads": 9}]
FEEDS = {
    "older": {"DataFeed": [{"Context": {}, "Columns": [], "Rows": OLDER, "totals": {}}]},
    "with midnights": {"DataFeed": {"Rows": [{**OLDER[0], "date": "2026-11-30T00:00:00.000Z"}]}},
}


@pytest.mark.parametrize("case", FEEDS)
def test_other_forms_of_answers(case, tmp_path, take):
    path = written(tmp_path, "pages-2026-11-30.json", json.dumps(FEEDS[case]))
    taken = take(path, format="xiti", report="features", features=RULES)
    assert taken.rows == [("2026-11-30", "xiti", "place", "", "", "", "4", "5", "9", "", "")]


def test_a_page_that_is_unknown_is_no_first_page(tmp_path, take):
    rules = ({"match": "^/$", "feature": "home"},)
    rows = [{**ROWS[0], "event_url_full": url} for url in ("N/A", "https://example.org/")]
    path = written(tmp_path, "pages.json", feed(rows))
    taken = take(path, format="xiti", report="features", features=rules)
    assert [(row[2], row[8]) for row in taken.rows] == [("home", "20"), ("other", "20")]


def test_names_of_pages_are_listed_nowhere(tmp_path, take, bench):
    rows = [{**ROWS[0], "page": name} for name in ("Lieux", "Recherche ada@example.org")]
    rows = [{key: one for key, one in row.items() if key != "event_url_full"} for row in rows]
    taken = take(
        written(tmp_path, "pages.json", feed(rows)),
        format="xiti",
        report="features",
        features=RULES,
    )
    (remark,) = taken.export.remarks
    assert remark.code == "unmatched-titles"
    assert not (bench.folder.parent / "unmatched").exists()


def test_a_device_is_a_kind_of_device(tmp_path, take):
    row = {"date": "2026-11-30", "device_type": "ada@example.org", "m_visits": 1}
    with pytest.raises(SourceError, match="a row is no kind of device") as refused:
        take(written(tmp_path, "x.json", feed([row])), format="xiti", report="devices")
    assert "ada" not in str(refused.value)
