"""No refusal without a way out that works, and no state that a dataset cannot leave."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.release.status import line, statuses
from publish.release.store import Store
from tests.bakehouse.series.site import SURVEY, answer, make_survey, run
from tests.bakehouse.series.world import World, crowd, declared, small_changes

slow = pytest.mark.slow("publishes a survey several times")
COUNTS = re.sub(
    r"    privacy: .*\n",
    "    privacy: {k: 5, dominance: 1.0, min_age: 14d, max_suppressed: 1}\n"
    "    aggregates:\n      by_age: {by: [age], title: {fr: Par âge}}\n",
    SURVEY,
).replace("role: sensitive", "role: quasi_identifier")
MORE = COUNTS.replace(
    "    columns:\n", "      by_answer: {by: [answer], title: {fr: Par réponse}}\n    columns:\n"
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_survey(tmp_path / "site", range(120))


def declare(site: SiteFolder, text: str) -> None:
    (site.data / "enquete" / "dataset.yaml").write_text(text, encoding="utf-8")


def do(site: SiteFolder, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["--site", str(site.root), *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def withdrawn(world: World) -> World:
    """Nothing is served any more, and the files are gone."""
    (world.root / "current").unlink()
    return world


@pytest.mark.slow("publishes week after week")
def test_what_was_public_is_public_again_at_once(tmp_path: Path) -> None:
    world = World(tmp_path / "site", declared(min_age="14d"))
    first = world.publish(crowd("30", range(20)))
    assert withdrawn(world).publish(crowd("30", range(20))) == first


@pytest.mark.slow("publishes week after week")
def test_a_class_comes_back_without_those_who_left_and_with_others_who_wait(tmp_path: Path) -> None:
    """Three left: so that nobody knows them by subtraction, five who stayed wait beside them."""
    world = World(tmp_path / "site", declared(min_age="14d"))
    first = world.publish(crowd("30", range(20)))
    second = withdrawn(world).publish(crowd("30", range(3, 20)))
    assert second < first
    assert len(first) - len(second) == 3 + 5
    assert not {"p0", "p1", "p2"} & {who for who, _, _ in second}
    assert small_changes(world.stands, 5) == []


@pytest.mark.slow("publishes week after week")
def test_days_count_over_runs_that_were_refused(site: SiteFolder) -> None:
    declare(site, SURVEY.replace("min_age: 0d", "min_age: 14d").replace("growth: {max: 100}", ""))
    assert run(site, "2026-01-05").version == "1.0.0"
    answer(site, range(400))
    [refused] = [one for one in run(site, "2026-01-12").problems if one.severity == "blocker"]
    assert refused.code == "doubled-table"
    assert "raise `growth: {max: …}` for this once" in refused.fix
    declare(site, SURVEY.replace("min_age: 0d", "min_age: 14d"))
    assert run(site, "2026-01-26").version == "1.0.1"


@slow
def test_everything_waits_is_a_state_with_a_day(site: SiteFolder) -> None:
    declare(site, SURVEY.replace("min_age: 0d", "min_age: 14d"))
    assert run(site, "2026-01-05").version == "1.0.0"
    do(site, "withdraw", "enquete", "--why", "wrong people", "--yes", "--as-of", "2026-01-06")
    answer(site, range(200, 330))
    outcome = run(site, "2026-01-07")
    assert (outcome.status, outcome.exit_code, outcome.until) == ("waiting", 0, date(2026, 1, 21))
    [status] = statuses(site.releases, date(2026, 1, 8))
    assert "checked 2026-01-07 (waiting until 2026-01-21)" in line(status)
    assert run(site, "2026-01-20").until == date(2026, 1, 21)
    assert run(site, "2026-01-21").status == "published"


@slow
def test_content_taken_back_comes_again_once_a_person_says_so(site: SiteFolder) -> None:
    assert run(site, "2026-01-05").version == "1.0.0"
    store = Store(site.releases / "enquete", site.private / "enquete")
    store.withdraw(None, "a name was left in", date(2026, 1, 6))
    [problem] = run(site, "2026-01-12").problems
    assert (problem.code, problem.fix) == (
        "held-content",
        "mend the export, or run `fournil unhold enquete 1.0.0`",
    )
    do(site, "unhold", "enquete", "1.0.0")
    assert run(site, "2026-01-12").status == "published"


@slow
def test_a_table_that_was_away_once_comes_back(site: SiteFolder) -> None:
    other = SURVEY + SURVEY.partition("tables:\n")[2].replace("  answers:", "  others:")
    declare(site, other)
    assert run(site, "2026-01-05").version == "1.0.0"
    declare(site, SURVEY)
    assert run(site, "2026-01-12").version == "2.0.0"
    declare(site, other)
    assert run(site, "2026-01-19").version == "2.1.0"


@slow
def test_counts_are_added_and_taken_back(site: SiteFolder) -> None:
    declare(site, COUNTS)
    assert run(site, "2026-01-05").version == "1.0.0"
    answer(site, range(122))
    declare(site, MORE)
    assert run(site, "2026-01-12").version == "1.1.0"
    do(site, "rollback", "enquete")
    answer(site, range(130))
    [problem] = [one for one in run(site, "2026-01-19").problems if one.severity == "blocker"]
    assert problem.code == "held-content"
    do(site, "unhold", "enquete", "1.1.0")
    assert run(site, "2026-01-19").status == "published"
