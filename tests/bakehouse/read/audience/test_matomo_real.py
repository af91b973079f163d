"""Real exports of Matomo: three reports come back whole, the others are refused."""

from pathlib import Path
from typing import Any

import pytest

from publish.errors import SourceError


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "data" / "matomo"


def numbers(taken: Any, *columns: str) -> tuple[int, ...]:
    return tuple(sum(int(text or 0) for text in taken.columns[name]) for name in columns)


@pytest.mark.parametrize(
    ("name", "period", "row"),
    [
        ("test_csvExport_xp1_inner0_trans-en__VisitsSummary.get_day.csv", "2010-01-03",
         ("2010-01-03", "matomo", "site", "", "", "", "2", "2", "2", "2", "542")),
        ("test_csvExport_multi__VisitsSummary.get_week.csv", None,
         ("2009-12-31", "matomo", "site", "", "", "", None, "2", "2", "2", "542")),
        ("test_ImportLogs__VisitsSummary.get_month.xml", "2012-08",
         ("2012-08-16", "matomo", "site", "", "", "", None, "43", "51", "38", "551")),
    ],
)  # fmt: skip
def test_visits_come_back_whole(name, period, row, folder, take):
    taken = take(folder / name, format="matomo", report="visits", period=period)
    assert taken.rows == [tuple(cell or "" for cell in row)]


def test_page_addresses_come_back_whole(folder, take):
    rules = ({"match": "^/blog/", "feature": "article"}, {"match": "^/docs/", "feature": "docs"})
    taken = take(
        folder / "test_ImportLogs__Actions.getPageUrls_range.xml",
        format="matomo",
        report="features",
        period="2012-08-01_2014-12-31",
        features=rules,
    )
    assert numbers(taken, "visits", "actions", "bounces", "seconds") == (61, 69, 43, 626)
    assert dict(zip(taken.columns["feature"], taken.columns["actions"], strict=True)) == {
        "article": "18",
        "docs": "7",
        "other": "44",
    }


def test_countries_come_back_whole(folder, take):
    taken = take(
        folder / "test_ImportLogs__UserCountry.getCountry_month.xml",
        format="matomo",
        report="countries",
        period="2012-08",
    )
    assert taken.columns["country"] == ["AU", "BR", "CA", "JP", "KR", "SG", "US", "XX"]
    assert numbers(taken, "visits", "actions") == (43, 51)


@pytest.mark.parametrize("report", ["features", "titles", "events", "countries", "devices"])
@pytest.mark.parametrize(
    "name",
    [
        "test_PivotByQueryParamTest_testPivotByParamWorksWithCsvOutput__Referrers.getKeywords_week.csv",
        "test_PivotByQueryParamTest_testPivotByParamWorksWithJsonOutput__Referrers.getKeywords_week.json",
        "test_csvExport_multi__Contents.getContentNames_week.csv",
        "test_csvExport_xp1_inner0_trans-en__Contents.getContentNames_day.csv",
    ],
)
def test_typed_words_are_refused(name, report, folder, take):
    with pytest.raises(SourceError, match="a report of words") as refused:
        take(folder / name, format="matomo", report=report, period="2010-01-03")
    assert "search term" not in str(refused.value)


@pytest.mark.parametrize("left", [100, 101, 300, 463])
def test_a_cut_file_is_refused(left, folder, take, tmp_path):
    whole = folder / "test_csvExport_xp1_inner0_trans-en__VisitsSummary.get_day.csv"
    cut = tmp_path / "2010-01-03.csv"
    cut.write_bytes(whole.read_bytes()[:left])
    with pytest.raises(SourceError, match=r"2010-01-03\.csv: "):
        take(cut, format="matomo", report="visits")
