"""The risk of a table about people is told before anything is published."""

from pathlib import Path

import pytest

from publish.bakehouse.protect.exposure import Exposure
from publish.bakehouse.report.risk import page, text
from publish.bakehouse.risk import risk
from publish.declare.site import SiteFolder
from publish.errors import GateClosed
from tests.sites import ABOUT, DAY, declare, deliver, make_site

PEOPLE = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: who
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    privacy: {k: 5}
    columns:
      who: {type: string, role: identifier, protect: drop}
      town: {type: string, role: quasi_identifier, description: {fr: Ville}}
      badge: {type: string, role: quasi_identifier, description: {fr: Badge}}
      answer: {type: string, role: sensitive, description: {fr: R}}
"""
)
ROWS = [f"p{n};{'Die' if n < 12 else 'Crest'};b{min(n, 3)};a{n % 2}" for n in range(20)]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    site = make_site(tmp_path / "site")
    declare(site, PEOPLE)
    deliver(site, *ROWS, header="who;town;badge;answer")
    return site


def measured(site: SiteFolder) -> Exposure:
    [found] = risk(site, "lieux", DAY)
    return found


@pytest.mark.slow("runs the command in a process of its own")
def test_the_column_that_singles_people_out_comes_first(site: SiteFolder) -> None:
    found = measured(site)
    [first, *_] = found.singling
    assert (first.column, first.alone, first.added) == ("badge", 0.15, 0.15)
    assert (found.people, found.unique, found.suppressed) == (20, 0.15, 0.15)
    assert found.without == {"badge": 0.0, "town": 0.15}


@pytest.mark.slow("runs the command in a process of its own")
def test_it_is_told_as_text(site: SiteFolder) -> None:
    assert text("lieux", risk(site, "lieux", DAY)) == (
        "answers:\n"
        "  rows and people: 20 rows of 20 people\n"
        "  classes: 5, over town, badge\n"
        "  smallest class: 1 person, 1 row (k is 5)\n"
        "  people singled out by these columns: 15.0 %\n"
        "  rows suppressed as records: 15.0 % (at most 10.0 %)\n"
        "  chance to pick a person out: 100.0 % at most, 25.0 % on average\n"
        "  people whose class tells answer: 15.0 %\n"
        "  columns that single people out most (shares of people):\n"
        "    column  role              alone   added   suppressed without it\n"
        "    badge   quasi_identifier  15.0 %  15.0 %  0.0 % of rows\n"
        "    answer  sensitive         0.0 %   0.0 %   -\n"
        "    town    quasi_identifier  0.0 %   0.0 %   15.0 % of rows"
    )


@pytest.mark.slow("runs the command in a process of its own")
def test_the_page_has_bars_and_neither_script_nor_values(site: SiteFolder) -> None:
    shown = page("lieux", risk(site, "lieux", DAY))
    assert '15.0 %<span class="bar" style="width: 15.0%"></span>' in shown
    assert "<script" not in shown
    assert not {"Die", "Crest", "p1", "b1"} & set(shown.replace("<", " ").replace(">", " ").split())


def test_a_table_about_things_has_nothing_to_measure(tmp_path: Path) -> None:
    assert text("lieux", risk(make_site(tmp_path / "things"), "lieux", DAY)) == (
        "lieux: no table is about people, there is nothing to measure"
    )


def test_an_undeclared_column_is_refused_as_at_publication(site: SiteFolder) -> None:
    deliver(site, *[f"{row};x" for row in ROWS], header="who;town;badge;answer;more")
    with pytest.raises(GateClosed, match="undeclared-header"):
        risk(site, "lieux", DAY)


@pytest.mark.slow("runs the command in a process of its own")
def test_nothing_stays_but_what_was_there(site: SiteFolder) -> None:
    measured(site)
    assert [path.name for path in (site.private / "lieux").iterdir()] == []
    assert not site.releases.exists()
