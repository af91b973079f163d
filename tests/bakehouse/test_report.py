"""The report of a release: in both languages, readable without the site, and of what leaves."""

import json
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.report.report import report_html
from tests.sites import ABOUT, declare, deliver, make_site, publish_one

TABLE: dict[str, Any] = {
    "name": "places",
    "mode": "things",
    "records_in": 12,
    "rows_out": {"places": 10},
    "rejected": [
        {
            "column": "lat",
            "reason": "is over the maximum 90",
            "rows": 2,
            "code": "maximum",
            "values": ["90"],
        }
    ],
    "columns_published": [{"name": "name", "role": "open", "technique": None}],
    "columns_dropped": [{"name": "author", "role": "identifier"}],
    "protection": {},
}


def page(table: dict[str, Any]) -> str:
    """The page of a report on one table."""
    content = {"tables": [table], "checks": ["headers"], "warnings": [], "tools": {"duckdb": "1"}}
    return report_html(content, "Lieux")


def test_it_says_the_sentences_in_both_languages() -> None:
    told = page(TABLE)
    assert "<li>12 enregistrements lus, 10 lignes publiées.</li>" in told
    assert "<li>12 records were read, 10 rows are published.</li>" in told
    assert "<li>Jamais publié\u00a0: author (dit qui c’est).</li>" in told


def test_it_is_read_in_french_with_the_titles_of_columns() -> None:
    published = [{"name": "day", "titles": {"fr": "Jour"}, "role": "open", "technique": None}]
    told = page(TABLE | {"columns_published": published})
    assert '<caption><span lang="fr">Colonnes publiées</span> / Columns published</caption>' in told
    assert "<td>Jour (day)</td>" in told
    assert '<span lang="fr">telle quelle</span> / as it is' in told


def test_it_says_why_rows_were_rejected() -> None:
    french = '<br><span lang="fr">dépasse le maximum 90</span></td>'
    assert f"<td>is over the maximum 90{french}" in page(TABLE)


def test_it_says_what_was_warned_of() -> None:
    warning = {"code": "missing-description", "place": "places.seats", "what": "no text", "fix": ""}
    content = {"tables": [], "checks": ["headers"], "warnings": [warning], "tools": {}}
    assert (
        "<code>missing-description</code> places.seats: no text"
        '<br><span lang="fr">colonne publiée sans description</span>'
    ) in report_html(content, "Lieux")


def test_it_says_since_when_counts_are_as_they_are() -> None:
    counts = {"mode": "aggregates", "records_in": None, "protection": {"k": 11}}
    kept = {"kept_from": {"by_place": "2026-01-01", "by_age": "2026-01-08", "both": "2026-01-01"}}
    told = page(TABLE | counts | kept)
    assert "<li>Inchangé depuis le 1er janvier 2026\u00a0: by_place, both. " in told
    assert "<li>Unchanged since 8 January 2026: by_age. " in told


def test_a_reason_from_before_the_codes_stays_english() -> None:
    old = TABLE | {"rejected": [{"column": "lat", "reason": "is odd", "rows": 2}]}
    assert "<td>is odd</td>" in page(old)


TWO = """\
  {name}:
    title: {{fr: Réponses}}
    about: {about}
    contributor: id
    sources: [{{path: exports/lieux.csv, delimiter: ";"}}]
    rejects: {{max: 5}}
    {rule}
    columns:
      id: {{type: string, role: identifier, protect: drop}}
      place: {{type: string, role: {role}, protect: {{prefix: {{length: 5}}}}}}
      job: {{type: string, role: {role}, protect: {{ladder: {{file: jobs.csv, to: group}}}}}}
      age: {{type: integer, role: open, constraints: {{minimum: 1}}}}
"""
COUNTS = "privacy: {k: 5, max_suppressed: 0.01}\n    aggregates: {by: {by: place, title: {fr: …}}}"
PEOPLE = TWO.format(name="answers", about="people", rule=COUNTS, role="quasi_identifier")
THINGS = TWO.format(name="places", about="things", rule="regroup: {max: 1}", role="open")
STAYS = ("ladder-gap", "personal-email", "rejected-rows")
"""What is warned of since rows, or values, did not leave."""


@pytest.mark.slow("publishes a release")
def test_no_report_tells_of_people_who_stay(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, ABOUT + PEOPLE + THINGS)
    (site.data / "lieux/jobs.csv").write_text("code,group\n11,A\n")
    rows = [f"p{number};{'north' if number < 30 else 'west'};11;40" for number in range(40)]
    deliver(site, *rows, "ada;south;11;0", "bob;bob@example.org;12;40", header="id;place;job;age")
    told = {(problem.code, problem.place.split(".")[0]) for problem in publish_one(site).problems}
    assert {("fine-aggregate", "answers"), *((code, "answers") for code in STAYS)} <= told
    release = site.releases / "lieux/current"
    report = json.loads((release / "report.json").read_text())
    warned = [(one["code"], one["place"].split(".")[0]) for one in report["warnings"]]
    stays = [one for one in warned if one[0] in (*STAYS, "fine-aggregate")]
    assert sorted(stays) == [(code, "places") for code in STAYS]
    assert (release / "report.html").read_text().count("lieux.csv:42") == 1
    internal = json.loads((site.private / "lieux/internal-report.json").read_text())
    assert internal["answers"]["rejected"] == {"age: is under the minimum 1.0": 1}
