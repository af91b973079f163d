"""Numbers with noise are attacked: which of them moved, and how often noise was drawn."""

import sqlite3
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from publish.bakehouse.attack import Result, attack
from publish.bakehouse.attack.averages import overspent
from publish.bakehouse.publication import rebake_one
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.bakehouse.series.test_batches import DAYS, FIRST, MANY_MORE, survey, tell
from tests.sites import copied, publish_one

LAPLACE = ", noise: {dp: {epsilon_per_release: 1, budget: {epsilon: 2}}}"
GUARDED = ", l: {opinion: 3}, noise: {cell_key: {deviation: 2}}"
OTHERS = """
UPDATE lives SET first = 1 WHERE first = 2
  AND scope = (SELECT scope FROM scopes WHERE part = 'answers_{part}')
  AND id NOT IN ({ids})
"""
"""All but some newcomers of a part were there before."""
ONE = "SELECT min(id) FROM lives JOIN scopes USING (scope) WHERE first = 2 AND part = '{part}'"
ALIKE = """
SELECT id FROM lives WHERE first = 2 AND class = (
  SELECT class FROM lives JOIN scopes USING (scope)
  WHERE first = 2 AND part = 'answers_said' GROUP BY class HAVING count(*) = 5)
"""


def _published(privacy: str, times: int, root: Path) -> SiteFolder:
    site = survey(root, privacy)
    for week, people in enumerate((FIRST, MANY_MORE)):
        tell(site, **{name: times * number for name, number in people.items()})
        assert publish_one(site, as_of=DAYS[week]).status == "published"
    return site


guarded, laplace = partial(_published, GUARDED, 1), partial(_published, LAPLACE, 20)


def attacked(site: SiteFolder, name: str, day: date = DAYS[1]) -> Result:
    """How an attack on the noise went; its control succeeded."""
    [result] = [one for one in attack(site, "lieux", day, Silent())[1] if one.attack == name]
    assert not result.silent and result.place == "answers"
    return result


def written(path: Path, statement: str) -> None:
    """Write into a database of the site, as Fournil never does."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()


def release(site: SiteFolder, version: str) -> Path:
    return site.releases / "lieux" / version / "lieux.db"


def ledger(site: SiteFolder) -> Path:
    return site.private / "lieux" / "ledger.db"


def moved(site: SiteFolder, table: str, where: str) -> None:
    """Have the last release show the numbers of the first one in a table, but for one."""
    statement = f"""
    ATTACH '{release(site, "1.0.0")}' AS first;
    DELETE FROM main.answers_{table};
    INSERT INTO main.answers_{table} SELECT * FROM first.answers_{table};
    UPDATE main.answers_{table} SET people = people + 1 WHERE {where};
    """
    with closing(sqlite3.connect(release(site, "1.0.1"))) as database:
        database.executescript(statement)


@pytest.mark.slow("publishes two releases and attacks them")
class TestMoves:
    @pytest.fixture
    def site(self, tmp_path: Path) -> SiteFolder:
        return copied(tmp_path / "site", guarded)

    def test_batches_of_enough_people_and_answers_tell_nobody(self, site: SiteFolder) -> None:
        result = attacked(site, "moves")
        assert result.found == 0 and result.control is not None
        assert (result.control.of, result.control.least) == (400, 0.6)

    def test_numbers_in_files_are_those_that_their_people_draw(self, site: SiteFolder) -> None:
        assert attacked(site, "files").verdict == "held"
        south = "UPDATE answers_by_place SET people = people + 1 WHERE place = 'south'"
        written(release(site, "1.0.0"), south)
        assert attacked(site, "files").found == 1

    def test_a_number_that_moves_while_its_people_stay_is_found(self, site: SiteFolder) -> None:
        moved(site, "by_place", "place = 'south'")
        assert attacked(site, "moves").found == 1

    def test_who_comes_alone_is_found(self, site: SiteFolder) -> None:
        moved(site, "by_place", "place = 'north'")
        assert attacked(site, "moves").found == 0
        one = ONE.format(part="answers_by_place")
        written(ledger(site), OTHERS.format(part="by_place", ids=one))
        assert attacked(site, "moves").found == 1

    def test_five_who_answer_alike_are_found(self, site: SiteFolder) -> None:
        moved(site, "said", "place = 'north' AND opinion = 'yes'")
        assert attacked(site, "moves").found == 0
        written(ledger(site), OTHERS.format(part="said", ids=ALIKE))
        assert attacked(site, "moves").found == 1


@pytest.mark.slow("publishes two releases and attacks them")
class TestAverages:
    @pytest.fixture
    def site(self, tmp_path: Path) -> SiteFolder:
        return copied(tmp_path / "site", laplace)

    def test_two_draws_are_within_the_budget_of_two(self, site: SiteFolder) -> None:
        result = attacked(site, "averages")
        assert (result.found, result.tried) == (0, 2)

    def test_more_than_was_declared_is_found(self, site: SiteFolder) -> None:
        written(
            ledger(site),
            "UPDATE parts SET thresholds = replace(thresholds, "
            "'\"epsilon_per_release\": 1.0', '\"epsilon_per_release\": 1.5')",
        )
        result = attacked(site, "averages")
        assert (result.found, result.tried) == (1, 2)

    def test_a_second_draw_of_one_release_is_found(self, site: SiteFolder) -> None:
        rebake_one(site, "lieux", DAYS[2], Silent())
        assert attacked(site, "averages", DAYS[2]).tried == 2
        written(release(site, "1.0.2"), "UPDATE answers_by_place SET people = people + 1")
        result = attacked(site, "averages", DAYS[2])
        assert (result.found, result.tried) == (1, 3)


def test_a_budget_renews_after_a_year() -> None:
    first, later = date(2026, 1, 1), date(2027, 1, 1)
    assert overspent([(first, 1.0, 2.0), (first, 1.0, 2.0), (later, 1.0, 2.0)]) == 0
    assert overspent([(first, 1.0, 2.0), (later, 1.5, 2.0), (later, 1.0, 2.0)]) == 1
    assert overspent([(first, 2.5, 2.0)]) == 1
