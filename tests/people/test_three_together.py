"""Three members put their answers together: of a fourth they learn what the release tells alone.

In every class of a release the three know what they said, before and since. What they do not know
is whether their own rows stand in it as they are today: a row that changed waits for others. Worlds
that differ in this alone have the same release and other ledgers, and must give the same answers.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from publish.bakehouse.attack.contents import queried
from publish.bakehouse.attack.result import Control, Result, exit_code
from publish.declare.site import SiteFolder
from publish.people.answering import serve_requests
from tests.people.askers import NOW, files_of, opened, requested
from tests.people.told import export, release, told_site

pytestmark = pytest.mark.slow("publishes sites, and answers")

AGES = {"<30": 25, "30–39": 35, "40+": 45}
THREE = ("a", "b", "c")
UNIT = "fourth people in classes"
# What stands in each class, by who says it: the fourth, d, came by car.
RELEASED = {"a": "foot", "b": "tram", "c": "bike", "d": "car", "e": "car"}
TODAY = RELEASED | {"c": "car"}
World = Mapping[str, str]
EDITED: World = RELEASED
"""Each of the three stood in the release; since, c changed what they said."""
CAME_LATER: World = {"f" if who == "c" else who: mode for who, mode in RELEASED.items()}
"""Somebody else said `bike`; c came after the release."""
WORLDS: Mapping[str, tuple[World, World]] = {
    "edited": (EDITED, TODAY),
    "came later": (CAME_LATER, TODAY | {"f": "bike"}),
    # The class of the export is larger than that of the release.
    "others wait": (EDITED, TODAY | {"g": "foot", "h": "bus", "i": "tram"}),
}


def rows(world: World) -> list[str]:
    """The rows of a world, in each class."""
    return [f"{who}{age},{age},{mode}" for age in AGES.values() for who, mode in world.items()]


def made(root: Path, then: World, now: World) -> SiteFolder:
    """A site that released what was said then, and holds what is said now."""
    site = told_site(root)
    release(site, trips=rows(then))
    export(site, trips=rows(now))
    return site


def answers(site: SiteFolder, age: int) -> list[dict[str, bytes]]:
    """The pages of the three of a class."""
    keys = [requested(site, f"{who}{age}") for who in THREE]
    serve_requests(site, NOW)
    return [files_of(opened(site, key)) for key in keys]


def with_ids(site: SiteFolder, label: str, world: World) -> list[int | None]:
    """What nobody is told: which published row is that of each of the three, if any is."""
    path, asked = site.releases / "lieux" / "1.0.0" / "lieux.db", "age = ? AND mode = ?"
    with closing(sqlite3.connect(path)) as database:
        found = [
            database.execute(f"SELECT rowid FROM trips WHERE {asked}", (label, world.get(who)))
            for who in THREE
        ]
        return [row[0] if (row := one.fetchone()) else None for one in found]


def values_left(site: SiteFolder, label: str, world: World) -> set[str]:
    """What the fourth may have said, if the three stand in a class as they do in a world."""
    database = site.releases / "lieux" / "1.0.0" / "lieux.db"
    shown = queried(database, f"SELECT mode FROM trips WHERE age = '{label}'")
    left = Counter(shown["mode"].to_pylist())
    left.subtract(world[who] for who in THREE if who in world)
    return {mode for mode, people in left.items() if people > 0}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SiteFolder]:
    """A site of each world."""
    root = tmp_path_factory.mktemp("together")
    return {name: made(root / name, *world) for name, world in WORLDS.items()}


def test_the_worlds_have_one_release(sites: dict[str, SiteFolder]) -> None:
    asked = "SELECT age, mode FROM trips ORDER BY age, mode"
    databases = [one.releases / "lieux" / "1.0.0" / "lieux.db" for one in sites.values()]
    shown = [queried(one, asked).to_pylist() for one in databases]
    assert shown[0] == shown[1] == shown[2]
    assert Counter(row["age"] for row in shown[0]) == dict.fromkeys(AGES, 5)


def test_three_answers_tell_nothing_more_of_a_fourth(sites: dict[str, SiteFolder]) -> None:
    here = sites["edited"]
    learnt = unmasked = 0
    for label, age in AGES.items():
        pages = {name: answers(site, age) for name, site in sites.items()}
        ids = {name: with_ids(site, label, WORLDS[name][0]) for name, site in sites.items()}

        def possible(told: Mapping[str, object], label: str = label) -> set[str]:
            """What the fourth may have said in all the worlds that tell the same as this one."""
            alike = (name for name in sites if told[name] == told["edited"])
            return {one for name in alike for one in values_left(here, label, WORLDS[name][0])}

        before = possible(dict.fromkeys(sites, "the release alone"))
        assert before == {"bike", "car"}
        learnt += possible(pages) != before
        unmasked += possible(ids) == {"car"}
        # Also the size of the class is that of the release, whoever waits.
        assert all(b"5 rows are shown as yours is" in one["README.md"] for one in pages["edited"])
    control = Control(unmasked, len(AGES), "fourths, with published rows handed out", 1.0)
    result = Result("answers", "trips", learnt, len(AGES), UNIT, control)
    assert (result.verdict, result.found, control.power) == ("held", 0, 1.0)
    assert exit_code([result]) == 0


def test_no_answer_has_an_id_of_a_row_or_of_a_person(sites: dict[str, SiteFolder]) -> None:
    for page in answers(sites["edited"], 35):
        for content in page.values():
            assert b"rowid" not in content
            assert b"d35" not in content
