"""Files exported by Matomo are read whole, as features, or refused."""

import json
import stat
from pathlib import Path

import pytest

from publish.bakehouse.read.audience.matomo import read
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.source import Source
from publish.errors import SourceError

DAY = "pages-2026-11-30"
RULES = (
    {"match": "^/lieux/[^/]+$", "feature": "place"},
    {"match": "^/lieux", "feature": "places"},
)
PAGES = [
    {"label": "/lieux/1", "nb_visits": 12, "nb_hits": 20, "nb_uniq_visitors": 11,
     "entry_bounce_count": 3, "sum_time_spent": 60, "url": "https://example.org/lieux/1?q=ada"},
    {"label": "/lieux/2", "nb_visits": 5, "nb_hits": 6, "nb_uniq_visitors": 4,
     "url": "https://example.org/lieux/2"},
    {"label": "/compte/ada@example.org", "nb_visits": 2, "nb_hits": 3, "nb_uniq_visitors": 1},
    {"label": "/index", "nb_visits": 9, "nb_hits": 9, "nb_uniq_visitors": 8},
]  # fmt: skip
PLACE = ("2026-11-30", "matomo", "place", "", "", "", "11", "17", "26", "3", "60")
OTHER = ("2026-11-30", "matomo", "other", "", "", "", "8", "11", "12", "", "")


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def table(rows: list[dict[str, object]], delimiter: str = ",") -> str:
    header = [*rows[0]]
    cells = [[str(row.get(name, "")) for name in header] for row in rows]
    return "\n".join(delimiter.join(row) for row in [header, *cells])


def element(row: dict[str, object]) -> str:
    return "<row>" + "".join(f"<{key}>{value}</{key}>" for key, value in row.items()) + "</row>"


FORMS = {
    "json": json.dumps(PAGES),
    "csv": table(PAGES),
    "tsv": table(PAGES, "\t"),
    "utf16": ("\ufeff" + table(PAGES)).encode("utf-16-le"),
    "xml": f'<?xml version="1.0"?><result>{"".join(map(element, PAGES))}</result>',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_features(form, tmp_path, take):
    path = written(tmp_path, f"{DAY}.{form}", FORMS[form])
    taken = take(path, format="matomo", report="features", features=RULES)
    assert taken.export.headers == (
        *("day", "tool", "feature", "dataset", "table", "form"),
        *("visitors", "visits", "actions", "bounces", "seconds"),
    )
    assert taken.rows == [OTHER, PLACE]


def test_visitors_are_those_of_the_largest_page_never_a_sum(tmp_path, take):
    taken = take(
        written(tmp_path, f"{DAY}.json", json.dumps(PAGES[:2])),
        format="matomo", report="features", features=RULES,
    )  # fmt: skip
    assert [row[6] for row in taken.rows] == ["11"]


def test_what_matches_nothing_is_listed_for_the_maintainer_without_persons(tmp_path, take, bench):
    path = written(tmp_path, f"{DAY}.json", FORMS["json"])
    (remark,) = take(path, format="matomo", report="features", features=RULES).export.remarks
    listed = bench.folder.parent / "unmatched" / f"{DAY}.json.csv"
    assert listed.read_text() == "address,visits,actions\n/…,9,9\n/…/…,2,3\n"
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    assert remark.public is False
    assert remark.what == (
        "some addresses are of no feature and count as `other`; they are listed in "
        f"unmatched/{DAY}.json.csv of the dataset's private folder"
    )


def test_the_files_of_a_source_have_one_list_and_are_told_once(tmp_path, bench):
    source = Source.model_validate(
        {"path": "exports/*.json", "format": "matomo", "report": "features", "features": RULES}
    )
    told = []
    for name in ("2026-11-29", "2026-11-30", "2026-12-01"):
        path = written(tmp_path, f"{name}.json", FORMS["json"])
        (export,) = read(ExportRequest(path, path.name, source, ()), bench)
        told += [one.code for one in export.remarks]
    assert told == ["unmatched-addresses"]
    (listed,) = (bench.folder.parent / "unmatched").iterdir()
    assert (listed.name, listed.read_text()) == (
        "exports_.json.csv",
        "address,visits,actions\n/…,27,27\n/…/…,6,9\n",
    )


def test_rows_below_rows_count_once(tmp_path, take):
    below = [{"label": f"/{n}", "nb_visits": n, "nb_hits": n, "url": f"https://example.org/lieux/{n}"}
             for n in (1, 2)]  # fmt: skip
    rows = [{"label": "lieux", "nb_visits": 3, "nb_hits": 3, "subtable": below}]
    path = written(tmp_path, f"{DAY}.json", json.dumps(rows))
    taken = take(path, format="matomo", report="features", features=RULES)
    assert [row[7:9] for row in taken.rows] == [("3", "3")]
    rows[0]["nb_hits"] = 4
    written(tmp_path, f"{DAY}.json", json.dumps(rows))
    with pytest.raises(SourceError, match=r"a row of 4 \(nb_hits\) has rows below it that make 3"):
        take(path, format="matomo", report="features")


ROWS = [
    {"label": f"/p{n}", "url": f"https://e.org/p{n}", "nb_visits": 1, "nb_hits": 1}
    for n in range(101)
]
REFUSED = {
    "exactly 100 rows": (json.dumps(ROWS[:100]), "filter_limit=-1"),
    "others": (json.dumps([*ROWS[:3], {"label": "Others", "nb_visits": 7, "nb_hits": 9}]),
               'a row "Others" holds what was left out; .* `filter_limit=-1`'),
    "flat others": (json.dumps([{"label": "/p/ - Others", "nb_visits": 7, "nb_hits": 9}]),
                    'a row "Others"'),
    "others by itself": (json.dumps([{"label": "Weitere", "nb_visits": 7, "nb_hits": 9,
                                      "is_summary": 1, "url": "https://e.org/p"}]),
                         'a row "Others"'),
    "others of csv": ("label,nb_visits,nb_hits,metadata_is_summary\n/p,7,9,\n/q/x,7,9,1",
                      'a row "Others"'),
    "downloads": (json.dumps([{"label": "/a.pdf", "nb_visits": 1, "nb_hits": 1,
                               "url": "https://e.org/a.pdf",
                               "segment": "downloadUrl==https%253A%252F%252Fe.org%252Fa.pdf"}]),
                  r"rows of another report \(of `downloadUrl`\), not of Actions.getPageUrls"),
    "entries": (json.dumps([{"label": "/a", "nb_visits": 1, "nb_hits": 1,
                             "segment": "entryPageUrl==https%253A%252F%252Fe.org%252Fa"}]),
                "of `entryPageUrl`"),
    "no hits": (json.dumps([{"label": "/a", "nb_visits": 1, "nb_actions": 1}]),
                "nothing says that its rows are of Actions.getPageUrls"),
    "null": ("null", "no row after the header"),
    "cut json": (json.dumps(ROWS)[:500], "not whole JSON at line 1, character"),
    "cut xml": (FORMS["xml"][:300], "not whole XML at line 1, character"),
    "cut row": (FORMS["csv"].rsplit(",", 3)[0], "row 4 has 4 cells where the header has 7"),
    "cut character": (FORMS["utf16"][:-1], r"is not utf-16; the file is cut there"),
    "several days": (json.dumps({"2026-11-30": ROWS[:2], "2026-12-01": []}), "several periods"),
    "several sites": ("<results><result idSite='1'/><result idSite='2'/></results>",
                      "several periods or sites in one"),
    "stacked csv": ("date,label,nb_visits,nb_hits\n2026-11-30,/a,1,1\n2026-12-01,/a,1,1",
                    "several periods or sites in one"),
    "login": ("<!DOCTYPE html><html><body>Sign in", "a page for browsers, perhaps a login"),
    "error": ('{"result":"error","message":"token 0f0f"}', "Matomo answered with an error"),
    "xml error": ('<result><error message="token 0f0f"/></result>', "answered with an error"),
    "entities": ('<!DOCTYPE r [<!ENTITY a "x">]><result/>', "a page for browsers"),
    "searches": (json.dumps([{"label": "ada", "nb_visits": 1, "nb_hits": 1,
                              "nb_pages_per_search": 1}]), "a report of words"),
    "keywords": (json.dumps([{"label": "ada", "nb_visits": 1,
                              "segment": "referrerKeyword==ada"}]), "a report of words"),
    "pivot": (json.dumps([{"label": "ada", "Paris": 1}]), "a report of words"),
    "no address": (json.dumps([{"label": "ada", "nb_visits": 1, "nb_hits": 1}]),
                   "a row is no address of a page"),
    "no number": (json.dumps([{"label": "/a", "nb_visits": "1,5", "nb_hits": 1}]),
                  "a value of nb_visits is no whole number"),
    "not a list": (json.dumps({"nb_visits": 1}), "this is the numbers of a whole site"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_whole_or_not_ours_is_refused(case, tmp_path, take):
    content, told = REFUSED[case]
    path = written(tmp_path, f"{DAY}.export", content)
    with pytest.raises(SourceError, match=told) as refused:
        take(path, format="matomo", report="features", features=RULES)
    assert str(refused.value).startswith(f"{DAY}.export: ")
    assert "ada" not in str(refused.value)
    assert "0f0f" not in str(refused.value)


def test_a_hundred_and_one_rows_are_taken(tmp_path, take):
    path = written(tmp_path, f"{DAY}.json", json.dumps(ROWS))
    assert take(path, format="matomo", report="features").rows[0][7:9] == ("101", "101")


def test_a_day_without_visits_has_no_rows(tmp_path, take):
    for content in ("No data available", "[]", "<result/>"):
        path = written(tmp_path, f"{DAY}.export", content)
        assert take(path, format="matomo", report="features").rows == []


def test_a_pattern_that_would_run_without_end_is_none(tmp_path, take):
    slow = ({"match": "^(/?a+)+$", "feature": "slow"},)
    row = {"label": "/" + "a" * 60 + "!", "nb_visits": 1, "nb_hits": 1}
    path = written(tmp_path, f"{DAY}.json", json.dumps([row]))
    assert take(path, format="matomo", report="features", features=slow).rows[0][2] == "other"


@pytest.mark.parametrize("pattern", ["^/(?!lieux)", r"^/(l)\1", "^/a{2000}"])
def test_a_pattern_that_is_none_of_re2_is_refused_with_its_place(tmp_path, take, pattern):
    path = written(tmp_path, f"{DAY}.json", FORMS["json"])
    rules = (*RULES, {"match": pattern, "feature": "x"})
    with pytest.raises(SourceError) as refused:
        take(path, format="matomo", report="features", features=rules)
    assert str(refused.value) == (
        f"{DAY}.json: features.2.match: the pattern {pattern!r} is none of RE2's, which look "
        "neither around nor back (`(?=`, `\\1`); write it without"
    )


OTHER_REPORTS = {
    "countries": ([{"label": "France", "code": "fr", "nb_visits": 3, "nb_actions": 4,
                    "nb_uniq_visitors": 2}], ("FR", "2", "3", "4", "", "")),
    "devices": ([{"label": "Smartphone", "nb_visits": 3, "nb_actions": 4}],
                ("smartphone", "", "3", "4", "", "")),
    "referrers": ([{"label": "Example.org", "nb_visits": 3, "nb_actions": 4}],
                  ("website", "example.org", "", "3", "4", "", "")),
    "outlinks": ([{"label": "/x", "url": "https://Example.org/x?q=ada", "nb_visits": 3,
                   "nb_hits": 4, "segment": "outlinkUrl==https%253A%252F%252Fexample.org%252Fx"}],
                 ("x", "", "", "", "", "3", "4", "", "")),
    "events": ([{"label": "Carte - zoom", "nb_visits": 3, "nb_events": 4}],
               ("map", "", "", "", "", "3", "4", "", "")),
    "visits": ({"nb_uniq_visitors": 2, "nb_visits": 3, "nb_actions": 4, "bounce_count": 1,
                "sum_visit_length": 542}, ("site", "", "", "", "2", "3", "4", "1", "542")),
}  # fmt: skip


@pytest.mark.parametrize("report", OTHER_REPORTS)
def test_other_reports_have_columns_of_their_own(report, tmp_path, take):
    content, cells = OTHER_REPORTS[report]
    rules = (
        {"match": "^Carte", "feature": "map"},
        {"match": r"^example\.org/x$", "feature": "x"},
    )
    path = written(tmp_path, f"{DAY}.json", json.dumps(content))
    taken = take(path, format="matomo", report=report, features=rules)
    assert taken.rows == [("2026-11-30", "matomo", *cells)]


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("countries", "a row has no code of a country"),
        ("devices", "a row is no kind of device"),
        ("referrers", "a row is no site"),
        ("searches", "files of searches hold words that people typed"),
        ("visits", "this is a list, not `report: visits`"),
        ("titles", "nothing says that its rows are of Actions.getPageTitles"),
        ("events", "nothing says that its rows are of Events.getCategory"),
        ("downloads", "nothing says that its rows are of Actions.getDownloads"),
    ],
)
def test_words_are_not_taken_for_another_report(report, told, tmp_path, take):
    path = written(tmp_path, f"{DAY}.json", json.dumps([{"label": "ada, née L.", "nb_visits": 1}]))
    with pytest.raises(SourceError, match=told):
        take(path, format="matomo", report=report)


def test_a_list_of_pages_is_none_of_downloads(tmp_path, take):
    path = written(tmp_path, f"{DAY}.json", json.dumps(PAGES))
    for report in ("downloads", "outlinks"):
        with pytest.raises(SourceError, match="nothing says that its rows are of Actions"):
            take(path, format="matomo", report=report)


TITLES = ("Autres", "Aides - Autres", "Others", "-1")


def test_titles_that_read_like_the_rest_are_titles(tmp_path, take):
    rows = [
        {"label": f" {title}", "nb_visits": 1, "nb_hits": 2, "segment": f"pageTitle=={title}"}
        for title in TITLES
    ]
    path = written(tmp_path, f"{DAY}.json", json.dumps(rows))
    rules = ({"match": "Autres$", "feature": "help"},)
    taken = take(path, format="matomo", report="titles", features=rules)
    assert [row[2:3] + row[7:9] for row in taken.rows] == [("help", "2", "4"), ("other", "2", "4")]


def test_a_page_that_reads_like_the_rest_is_a_page(tmp_path, take):
    rows = [{"label": "/autres", "nb_visits": 1, "nb_hits": 2, "url": "https://e.org/autres"},
            {"label": "/Aides - Autres", "nb_visits": 1, "nb_hits": 1}]  # fmt: skip
    path = written(tmp_path, f"{DAY}.json", json.dumps(rows))
    assert take(path, format="matomo", report="features").rows[0][7:9] == ("2", "3")


def test_a_file_without_its_report_is_refused(tmp_path, take):
    path = written(tmp_path, f"{DAY}.json", "[]")
    with pytest.raises(SourceError, match="nothing says which report it is; declare `report:`"):
        take(path, format="matomo")
