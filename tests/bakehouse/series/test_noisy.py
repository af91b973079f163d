"""Counts with noise: the same people give the same numbers, and which numbers move tells nobody."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.protect.digest import digest, halves
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.noise import KEYS, CellNoise
from publish.bakehouse.series.digests import plain_array_text
from publish.bakehouse.series.new_series import request_new_series
from publish.release.release import read_report
from publish.release.report import facts, sentences
from tests.bakehouse.modes.test_aggregates import Counts, Row, answers, counted, numbers
from tests.bakehouse.series.test_batches import (
    DAYS,
    FIRST,
    FIVE_MORE,
    MANY_MORE,
    released,
    survey,
    tell,
)
from tests.sites import publish_one
from tests.tables import bench

NOISE = {"cell_key": {"deviation": 2.0}}
BY = {"by_place": ["place"], "both": ["place", "age"]}
NOISY = ", noise: {cell_key: {deviation: 2}}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with bench(tmp_path_factory.mktemp("noise")) as found:
        yield found


def noisy(place: Workspace, rows: list[Row], k: int = 11) -> Protected:
    """What leaves of these rows by themselves, with the key of the module's dataset."""
    return counted(place, rows, BY, k, noise=NOISE)


def towns(number: int, people: int) -> list[Row]:
    """So many towns of so many people, who are all young."""
    return answers(**{f"t{town}_young": people for town in range(number)})


def drawn(place: Workspace, people: list[str], noise: CellNoise) -> int:
    """The number that the keys of these people draw, reckoned apart from the product."""
    key = Keys("enquete", place.folder / "private").key()
    inner, outer = halves(key)

    def record(who: str) -> int:
        known = digest(key, plain_array_text(["answers", who]))
        text = f"cell key {known.hex().upper()}"
        hashed = sha256((inner + text).encode()).hexdigest()
        return int(sha256((outer + hashed).encode()).hexdigest()[:8], 16)

    at = sum(map(record, people)) % KEYS
    shown, ends = noise.numbers(len(people)).tolist(), noise.ends(len(people)).tolist()
    return next(number for number, end in zip(shown, ends, strict=True) if at < end)


def test_the_people_of_a_cell_draw_its_noise(place: Workspace) -> None:
    rows = answers(north_young=40, south_old=17, west_old=6)
    found = numbers(noisy(place, rows))
    wanted: Counts = {}
    for name in ("north_young", "south_old", "west_old"):
        people = [row["who"] for row in rows if row["who"].startswith(name)]
        number = drawn(place, people, CellNoise(11, 4, 15))
        wanted |= {tuple(name.split("_")): number} if number else {}
    assert found["both"] == wanted
    # The same people are in both tables, and draw the same.
    assert found["by_place"] == {cell[:1]: number for cell, number in wanted.items()}
    assert numbers(noisy(place, rows * 2)) == found


def test_small_numbers_become_none_or_k_and_more_and_are_right_on_average(
    place: Workspace,
) -> None:
    left = noisy(place, towns(600, 4))
    assert left.problems == ()
    shown = numbers(left)["by_place"]
    assert set(shown.values()) == {11}
    # Six standard deviations of 600 numbers, each of which varies by 4 * (11 - 4).
    assert abs(sum(shown.values()) - 600 * 4) < 6 * (600 * 28) ** 0.5


def test_great_numbers_are_near_the_truth_and_right_on_average(place: Workspace) -> None:
    shown = numbers(noisy(place, towns(300, 30)))["by_place"]
    assert len(shown) == 300 and {abs(number - 30) for number in shown.values()} > {0, 1, 2, 3}
    assert abs(sum(shown.values()) - 300 * 30) < 6 * (300 * 4) ** 0.5


def test_a_table_of_which_the_noise_leaves_nothing_says_so(place: Workspace) -> None:
    """Of one person, 11 are shown once in eleven times."""
    rows = [row for number in range(40) for row in answers(**{f"p{number}_old": 1})]
    empty = next(one for row in rows if (one := noisy(place, [row])).problems)
    assert {problem.code for problem in empty.problems} == {"empty-aggregate"}


def test_what_is_published_says_how_much_noise_it_has(place: Workspace) -> None:
    left = noisy(place, towns(3, 30))
    assert left.figures["noise"] == {
        "method": "cell_key",
        "deviation": 2.0,
        "small_deviation": 5.48,
        "most": 15,
        "variances_under_k": [10, 18, 24, 28, 30, 30, 28, 24, 18, 10],
    }
    about = left.tables[0].declared.columns["people"].description
    assert about is not None
    assert about.fr == (
        "Nombre de personnes différentes, à un bruit aléatoire près\u00a0: juste en moyenne, "
        "d’écart-type 2, de 15 au plus. En dessous de 11 personnes, le nombre devient 11 ou "
        "davantage, ou manque."
    )
    assert about.en == (
        "Number of different people, with random noise: right on average, standard deviation 2, "
        "at most 15. Under 11 people, the number becomes 11 or more, or is left out."
    )


def moved(then: Counts, now: Counts) -> set[tuple[str, ...]]:
    """The attacker: which numbers are others."""
    return {cell for cell in {*then, *now} if then.get(cell) != now.get(cell)}


def test_which_numbers_move_tells_newcomers_where_no_batch_is_asked_for(place: Workspace) -> None:
    """The positive control: forty towns, and in each one newcomer of whom only the town is known.

    The two releases know nothing of one another. At most so many numbers stand still by chance.
    """
    known = answers(**{f"t{n}_{age}": 30 for n in range(40) for age in ("young", "old")})
    came = [{"place": f"t{n}", "age": ("young", "old")[n % 2], "who": f"new{n}"} for n in range(40)]
    before, after = (numbers(noisy(place, rows))["both"] for rows in (known, [*known, *came]))
    told = moved(before, after)
    assert told <= {(row["place"], row["age"]) for row in came}
    assert len(told) >= 24


@pytest.mark.slow("publishes again and again, week after week")
def test_a_newcomer_waits_and_nothing_moves(tmp_path: Path) -> None:
    site = survey(tmp_path, NOISY)
    tell(site, **FIRST)
    assert publish_one(site, as_of=DAYS[0]).status == "published"
    tell(site, **(FIRST | {"north_yes": 11}))
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    tell(site, **FIVE_MORE)
    assert publish_one(site, as_of=DAYS[2]).status == "published"
    first, last = released(site)
    assert {cell for cell in {*first, *last} if first.get(cell) != last.get(cell)} <= {"north,yes"}


@pytest.mark.slow("publishes again and again, week after week")
def test_a_batch_must_give_enough_answers_under_noise_too(tmp_path: Path) -> None:
    site = survey(tmp_path, f", l: {{opinion: 3}}{NOISY}")
    tell(site, **FIRST)
    publish_one(site, as_of=DAYS[0])
    tell(site, **FIVE_MORE)
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    tell(site, **MANY_MORE)
    assert publish_one(site, as_of=DAYS[2]).status == "published"
    south = [{cell: n for cell, n in one.items() if cell[0] == "s"} for one in released(site)]
    assert south[0] == south[1]


@pytest.mark.slow("publishes, and is refused")
def test_many_who_all_answer_alike_are_refused(tmp_path: Path) -> None:
    """Noise would tell that everybody in the north says yes; of fewer than k, it does not."""
    site = survey(tmp_path, f", l: {{opinion: 2}}{NOISY}")
    south = {"south_yes": 20, "south_no": 20}
    tell(site, north_yes=20, **south)
    assert [str(problem) for problem in publish_one(site).problems] == [
        "blocker alike-answers: answers_said: 1 groups of 5 people or more answer too much alike, "
        "which noise would not keep; count over coarser columns, or remove `noise:`, so that "
        "their numbers are hidden"
    ]
    tell(site, north_yes=4, **south)
    assert publish_one(site).status == "published"


@pytest.mark.slow("publishes, is refused, and publishes again")
@pytest.mark.parametrize(
    ("before", "after"),
    [("", NOISY), (NOISY, ""), (NOISY, NOISY.replace("2", "3"))],
    ids=["noise after hidden numbers", "hidden numbers after noise", "more noise"],
)
def test_other_noise_than_the_last_release_had_is_accepted_by_a_person(
    tmp_path: Path, before: str, after: str
) -> None:
    site = survey(tmp_path, before)
    tell(site, **FIRST)
    publish_one(site, as_of=DAYS[0])
    path = site.declaration("lieux")
    path.write_text(path.read_text().replace(f"suppressed: 1{before}}}", f"suppressed: 1{after}}}"))
    assert [str(problem) for problem in publish_one(site, as_of=DAYS[1]).problems] == [
        "blocker other-noise: answers: the last release gave its numbers other noise, or none: "
        "side by side with new ones, they would tell more; declare `noise:` and `k` as before, or "
        "accept what both tell: `fournil new-series lieux --why …`"
    ]
    request_new_series(site, "lieux", "we accept it", DAYS[2])
    assert publish_one(site, as_of=DAYS[2]).status == "published"
    tell(site, **MANY_MORE)
    assert publish_one(site, as_of=DAYS[3]).status == "published"


@pytest.mark.slow("publishes")
def test_the_report_tells_of_the_noise(tmp_path: Path) -> None:
    site = survey(tmp_path, NOISY)
    tell(site, **FIRST)
    publish_one(site)
    folder = site.releases / "lieux/current"
    [table] = read_report(folder)["tables"]
    page = (folder / "report.html").read_text()
    assert "standard deviation 2, at most 9 people" in page and "200" not in page
    assert sentences(table, "en")[-2:] == (
        "Each count is published with random noise, right on average: standard deviation 2, at "
        "most 9 people more or fewer. The same people always have the same noise.",
        "A count under 5 people becomes 5 or more, or is left out; its standard deviation is up "
        "to 2.45. Sums of such counts have more noise still.",
    )
    assert sentences(table, "fr")[-2:] == (
        "Chaque effectif est publié avec un bruit aléatoire, juste en moyenne\u00a0: écart-type "
        "2, au plus 9 personnes de plus ou de moins. Les mêmes personnes donnent toujours le même "
        "bruit.",
        "Un effectif de moins de 5 personnes devient 5 ou davantage, ou manque\u202f; son "
        "écart-type va jusqu’à 2,45. Les sommes d’effectifs bruités ont plus de bruit encore.",
    )
    assert facts(table, "fr")[-1] == "nombres à un bruit aléatoire près (écart-type 2)"
