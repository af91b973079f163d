"""What `fournil policy` prints publishes as it is, with the loss that it said."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from publish.bakehouse.advise import Advice, advice, text
from publish.declare.site import SiteFolder
from publish.errors import GateClosed
from publish.progress import Silent
from tests.sites import ABOUT, DAY, declare, deliver, make_site, publish_one

PATIENT = 3600.0
HEADER = "who;age;town;day;answer"
TOWNS = "town,county\nDie,D\nCrest,D\nValence,D\nVoiron,I\nVif,I\n"
DECLARED = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: who
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    privacy: {k: 5, l: {answer: 2}}
    growth: {max: 9}
    columns:
      who: {type: string, role: identifier, protect: drop}
      age: {type: integer, role: quasi_identifier, description: {fr: Âge}}
      town:
        type: string
        role: quasi_identifier
        description: {fr: Ville}
        protect: {ladder: {file: towns.csv, to: town}}
      day: {type: date, role: quasi_identifier, description: {fr: Jour}}
      answer: {type: string, role: sensitive, description: {fr: R}}
"""
)

TOLD = """\
answers: 240 rows, 5 people in a class, 2 different answers to answer, at most 10.0 % of rows \
suppressed
  as it is declared: NCP 1.0000, 100.0 % of rows suppressed, 0.0 people in a \
class on average: too many, it is refused
  none of the 60 policies of these ladders loses less than the first

  1. NCP 0.2816, 1.7 % of rows suppressed, 13.1 people in a class on average
     tables:
       answers:
         columns:
           age:
             protect: {round: {to: 10}}  # the nearest multiple of 10, 5 values
           town:
             protect: {ladder: {file: towns.csv, to: county}}  # its `county` in towns.csv, 2 values
           day:
             protect: {truncate_date: {to: quarter}}  # its quarter, 2 values

Choose one and put its lines in place of those of data/lieux/dataset.yaml, \
then run `fournil check \
lieux`. docs/anonymise.md says what the figures mean."""
FIGURES = [
    "  2. NCP 0.2988, 8.3 % of rows suppressed, 9.6 people in a class on average",
    "  3. NCP 0.3101, 9.6 % of rows suppressed, 9.0 people in a class on average",
    "  4. NCP 0.3352, 0.0 % of rows suppressed, 16.0 people in a class on average",
    "  5. NCP 0.3797, 3.3 % of rows suppressed, 11.0 people in a class on average",
]


def rows(count: int, people: int, seed: int = 1) -> list[str]:
    """Answers of so many people, the same at every call."""
    random = Random(seed)
    towns = ["Die", "Crest", "Valence", "Voiron", "Vif"]
    return [
        f"p{number % people};{random.choice(range(18, 60, 3))};{random.choice(towns)};"
        f"2026-{random.choice((1, 2, 7)):02}-0{random.choice((1, 2))};a{random.choice((0, 1, 2))}"
        for number in range(count)
    ]


def site_of(root: Path, *given: str, declared: str = DECLARED) -> SiteFolder:
    site = make_site(root)
    (site.data / "lieux" / "towns.csv").write_text(TOWNS, encoding="utf-8")
    declare(site, declared)
    deliver(site, *given, header=HEADER)
    return site


def found(site: SiteFolder, seconds: float = PATIENT) -> Advice:
    [one] = advice(site, "lieux", DAY, seconds, Silent())
    return one


def blocks(told: str) -> list[str]:
    """The YAML of each choice, as it is printed."""
    parts = re.split(r"^  \d\. .*$", told.partition("\n\nChoose one")[0], flags=re.MULTILINE)[1:]
    return [re.sub(r"^     ", "", part, flags=re.MULTILINE) for part in parts]


def paste(site: SiteFolder, block: str) -> None:
    """Put the printed lines in place of those of the declaration."""
    yaml, path = YAML(), site.declaration("lieux")
    tree = yaml.load(path.read_text("utf-8"))
    _into(tree, yaml.load(block))
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(tree, file)


def _into(tree: Any, lines: Any) -> None:
    for key, value in (lines or {}).items():
        if key not in ("protect", "privacy") and isinstance(tree.get(key), dict):
            _into(tree[key], value)
        else:
            tree[key] = value


def released(site: SiteFolder) -> list[dict[str, str]]:
    path = site.releases / "lieux" / "current" / "answers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lost(one: Advice, number: int, published: list[dict[str, str]]) -> float:
    """The loss of released rows, cell by cell; those that did not leave have lost all."""
    policy = one.choices[number].policy
    kept = sum(
        1.0 if rung.dropped else rung.by_value[row[name] or None]
        for row in published
        for name, rung in policy.items()
    )
    cells = len(policy) * one.rows
    return (kept + len(policy) * (one.rows - len(published))) / cells


def smallest(one: Advice, published: list[dict[str, str]]) -> int:
    """The fewest rows that share all quasi-identifiers."""
    classes: dict[tuple[str | None, ...], int] = defaultdict(int)
    for row in published:
        classes[tuple(row.get(name) for name in one.choices[0].policy)] += 1
    return min(classes.values())


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return site_of(tmp_path / "site", *rows(240, 240))


def choices(site: SiteFolder) -> Iterator[tuple[int, Advice, str]]:
    one = found(site)
    for number, block in enumerate(blocks(text("lieux", [one]))):
        yield number, one, block


@pytest.mark.slow("publishes each choice")
@pytest.mark.parametrize("people", [240, 90])
def test_each_choice_publishes_as_it_is_with_the_loss_that_it_said(
    tmp_path: Path, people: int
) -> None:
    """Also where people have several rows."""
    of = site_of(tmp_path / "asked", *rows(240, people))
    told = list(choices(of))
    assert len(told) > 1
    for number, one, block in told:
        here = site_of(tmp_path / f"choice-{number}", *rows(240, people))
        paste(here, block)
        outcome = publish_one(here)
        assert outcome.status == "published", outcome.problems
        published = released(here)
        said = one.choices[number].figures
        assert lost(one, number, published) == pytest.approx(said.loss)
        assert 1 - len(published) / one.rows == pytest.approx(said.suppressed, abs=0.02)
        assert smallest(one, published) >= one.rule.k


@pytest.mark.slow("publishes generated exports")
@given(st.integers(30, 120), st.integers(15, 120), st.integers(0, 9))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_the_rows_the_first_choice_holds(
    tmp_path_factory: pytest.TempPathFactory, count: int, people: int, seed: int
) -> None:
    here = site_of(tmp_path_factory.mktemp("law") / "site", *rows(count, people, seed))
    one = found(here)
    for block in blocks(text("lieux", [one]))[:1]:
        paste(here, block)
        outcome = publish_one(here)
        assert outcome.status == "published", outcome.problems
        published = released(here)
        assert lost(one, 0, published) == pytest.approx(one.choices[0].figures.loss)
        assert smallest(one, published) >= one.rule.k


def test_the_choices_as_they_are_told(site: SiteFolder) -> None:
    told = text("lieux", [found(site)]).split("\n\n")
    assert "\n\n".join([*told[:2], told[-1]]) == TOLD
    assert [block.partition("\n")[0] for block in told[2:-1]] == FIGURES


def test_nothing_is_published_nor_kept_and_no_value_is_told(site: SiteFolder) -> None:
    before = site.declaration("lieux").read_text("utf-8")
    told = text("lieux", [found(site)])
    assert site.declaration("lieux").read_text("utf-8") == before
    assert not site.releases.exists()
    assert [path.name for path in (site.private / "lieux").iterdir()] == []
    assert not re.search(r"Die|Crest|Valence|Voiron|Vif|2026|p\d|a\d", told)


def test_stopped_at_once_it_says_so(site: SiteFolder) -> None:
    told = text("lieux", [found(site, seconds=0.0)])
    assert told == (
        "answers: 240 rows, 5 people in a class, 2 different answers to answer, at most 10.0 % of "
        "rows suppressed\n"
        "  as it is declared: NCP 1.0000, 100.0 % of rows suppressed, 0.0 people in a class on "
        "average: too many, it is refused\n"
        "  nothing was found in that time; `--seconds` gives it more, coarser ladders help too"
    )


def test_where_no_policy_is_enough_it_says_what_would_help(tmp_path: Path) -> None:
    told = text("lieux", [found(site_of(tmp_path / "site", *rows(4, 4)))])
    assert told.splitlines()[2] == (
        "  none of the 60 policies of these ladders is enough: declare coarser ones (`ladder` with "
        "a lookup of wider groups, `band`), raise `max_suppressed`, or publish counts "
        "(`aggregates:`)"
    )


def test_a_column_that_is_shown_elsewhere_is_not_left_out(tmp_path: Path) -> None:
    shown = DECLARED + "    browse: {facets: [town]}\n"
    one = found(site_of(tmp_path / "site", *rows(240, 240), declared=shown))
    assert one.refused == {"town": "tables.answers.browse.facets.0"}
    assert all(not choice.policy["town"].dropped for choice in one.choices)


def test_where_nobody_decided_how_people_leave_the_usual_k_is_written_too(tmp_path: Path) -> None:
    undecided = DECLARED.replace("    privacy: {k: 5, l: {answer: 2}}\n", "")
    here = site_of(tmp_path / "site", *rows(240, 240), declared=undecided)
    [first, *_] = blocks(text("lieux", [found(here)]))
    assert "  answers:\n    privacy: {k: 11}\n    columns:\n" in first
    paste(here, first)
    assert here.dataset("lieux").tables["answers"].mode == "records"


def test_latitude_and_longitude_move_to_one_grid(tmp_path: Path) -> None:
    place = "{type: number, role: quasi_identifier, description: {fr: L}}"
    mapped = DECLARED.replace("      day:", f"      lat: {place}\n      lon: {place}\n      day:")
    here = site_of(tmp_path / "site", declared=mapped + "    browse: {map: [lat, lon]}\n")
    points = [f"{row};{44 + n % 7 / 50};{5 + n % 3 / 50}" for n, row in enumerate(rows(240, 240))]
    deliver(here, *points, header=HEADER + ";lat;lon")
    one = found(here)
    grids = [(choice.policy["lat"].written, choice.policy["lon"].written) for choice in one.choices]
    assert grids
    assert all(lat == lon for lat, lon in grids)
    assert {"grid": {"size": 0.04}} in [lat for lat, _ in grids]


def test_tables_without_records_have_nothing_to_search(tmp_path: Path) -> None:
    assert text("lieux", advice(make_site(tmp_path / "t"), "lieux", DAY, 1, Silent())) == (
        "lieux: no table is about people, there is no policy to search"
    )
    counts = DECLARED.replace(
        "privacy: {k: 5, l: {answer: 2}}", "aggregates: {by_town: {by: town, title: {fr: T}}}"
    )
    one = found(site_of(tmp_path / "counts", *rows(9, 9), declared=counts))
    assert text("lieux", [one]) == (
        "answers: leaves as counts, where small numbers are hidden: no records, no policy to search"
    )
    nobody = found(site_of(tmp_path / "nobody"))
    assert nobody.none == "its exports have no row of anybody who is still there: nothing to search"


def test_an_undeclared_column_is_refused_as_at_publication(site: SiteFolder) -> None:
    deliver(site, "p1;20;Die;2026-01-01;a;x", header=HEADER + ";more")
    with pytest.raises(GateClosed, match="undeclared-header"):
        found(site)
