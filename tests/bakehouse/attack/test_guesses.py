"""Anonymeter, in its own environment, wins on raw copies and not on classes."""

import random
from datetime import timedelta

import pytest

from publish.bakehouse.attack import Result, attack, guesses
from publish.bakehouse.attack.guesses import PYTHON
from publish.progress import Silent
from tests.sites import ABOUT, DAY, declare, make_site, publish_one

pytestmark = [
    pytest.mark.slow("asks another environment, whose imports take long"),
    pytest.mark.skipif(not PYTHON.is_file(), reason="Anonymeter is not installed: make anonymeter"),
]
TRIPS = (
    ABOUT
    + """\
  trips:
    title: {fr: Trajets}
    about: people
    contributor: diary
    sources: [{path: exports/trips.csv}]
    growth: {max: 1}
    privacy: {k: 5, l: {mode: 2}, max_suppressed: 1}
    columns:
      diary: {type: string, role: identifier, protect: drop}
      commune: {type: string, role: quasi_identifier, protect: {prefix: {length: 2}}, description: {fr: C}}
      age: {type: integer, role: quasi_identifier, protect: {band: {cuts: [40, 60]}}, description: {fr: A}}
      mode: {type: string, role: sensitive, description: {fr: M}}
"""  # noqa: E501
)


def trips(people: int) -> str:
    chance = random.Random(3)
    rows = [
        f"d{n},{chance.choice(('26', '07'))}{chance.randrange(100, 400)},"
        f"{chance.randrange(18, 80)},{chance.choice(('car', 'bike', 'foot'))}"
        for n in range(people)
    ]
    return "\n".join(("diary,commune,age,mode", *rows)) + "\n"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """300 people stand in the release, 60 newcomers wait."""
    site = make_site(tmp_path_factory.mktemp("guesses"))
    declare(site, TRIPS)
    export = site.data / "lieux" / "exports" / "trips.csv"
    export.write_text(trips(300))
    assert publish_one(site).status == "published"
    export.write_text(trips(360))
    _, found = attack(site, "lieux", DAY + timedelta(days=1), Silent())
    return {one.name: one for one in found}


@pytest.mark.parametrize("name", ["singling out", "linkability", "inference of mode"])
def test_a_raw_copy_is_guessed_and_the_release_is_not(
    results: dict[str, Result], name: str
) -> None:
    result = results[name]
    assert result.control is not None
    assert result.control.of == 200
    assert result.control.power >= guesses.POWER[name.partition(" of")[0]]
    assert (result.verdict, result.found) == ("held", 0)


def test_where_time_is_short_it_says_so() -> None:
    late = guesses.judged(guesses.released("linkability", ["age", "commune"], None), "trips", [])
    assert (late.verdict, late.passed) == ("open", False)
    assert late.untried == "late"
