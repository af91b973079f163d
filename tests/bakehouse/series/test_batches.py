"""Counts by a sensitive column: a difference of two releases tells nobody's answer."""

from collections import defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.sites import ABOUT, declare, deliver, make_site, publish_one

pytestmark = pytest.mark.slow("publishes again and again, week after week")

SURVEY = (
    ABOUT
    + """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: id
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    shrink: {max: 1}
    growth: {max: 9}
    turnover: {max: 1}
    privacy: {k: 5, min_age: 0d, max_suppressed: 1PRIVACY}
    aggregates:
      by_place: {by: place, title: {fr: Par lieu}}
      said: {by: [place, opinion], title: {fr: Par lieu et avis}}
    columns:
      id: {type: string, role: identifier, protect: drop}
      place: {type: string, role: quasi_identifier, description: {fr: Lieu}}
      opinion: {type: string, role: sensitive, description: {fr: Avis}}
"""
)
GUARDED = ", l: {opinion: 3}"
DAYS = [date(2026, 11, 28), date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]
Numbers = dict[str, int]


def survey(root: Path, privacy: str = GUARDED, declared: str = SURVEY) -> SiteFolder:
    site = make_site(root)
    declare(site, declared.replace("PRIVACY", privacy))
    return site


def tell(site: SiteFolder, *several: str, **people: int) -> None:
    """`north_yes=3`: three people of one answer; `several` are rows `who;place;opinion`."""
    rows = [
        f"{name} {n};{name.replace('_', ';')}"
        for name, number in people.items()
        for n in range(number)
    ]
    deliver(site, *rows, *several, header="id;place;opinion")


def released(site: SiteFolder) -> list[Numbers]:
    """What each release ever published said, as `north,yes` and people."""
    folders = sorted(path for path in (site.releases / "lieux").glob("*.*.*"))
    return [numbers(folder / "answers_said.csv") for folder in folders]


def numbers(path: Path) -> Numbers:
    lines = path.read_text().splitlines()[1:]
    return {cells: int(people) for cells, people in (line.rsplit(",", 1) for line in lines)}


def told(releases: list[Numbers], least: int) -> set[tuple[str, ...]]:
    """The attacker subtracts every two releases: in a place, too few answers came, or went."""
    found = set()
    for then, now in combinations(releases, 2):
        for side in (1, -1):
            answers = defaultdict(list)
            for cell in {*then, *now}:
                if side * (now.get(cell, 0) - then.get(cell, 0)) > 0:
                    answers[cell.split(",")[0]].append(cell.split(",")[1])
            found |= {
                (place, *sorted(said)) for place, said in answers.items() if len(said) < least
            }
    return found


FIRST = {"north_yes": 10, "north_no": 10, "north_maybe": 10, "south_yes": 9, "south_no": 9}
FIRST |= {"south_maybe": 9}
FIVE_MORE = FIRST | {"north_yes": 15}
MANY_MORE = FIRST | {"north_yes": 15, "north_no": 16, "north_maybe": 17}


def test_five_newcomers_of_one_answer_are_found_where_nothing_guards_it(tmp_path: Path) -> None:
    site = survey(tmp_path, privacy="")
    tell(site, **FIRST)
    publish_one(site, as_of=DAYS[0])
    tell(site, **FIVE_MORE)
    publish_one(site, as_of=DAYS[1])
    assert told(released(site), 3) == {("north", "yes")}


def test_newcomers_wait_until_their_batch_gives_enough_answers(tmp_path: Path) -> None:
    site = survey(tmp_path)
    tell(site, **FIRST)
    publish_one(site, as_of=DAYS[0])
    tell(site, **FIVE_MORE)
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    # Two answers are not three; in the south, three come at once and are let through.
    south = {"south_yes": 15, "south_no": 15, "south_maybe": 15}
    tell(site, **(FIVE_MORE | {"north_no": 16} | south))
    assert publish_one(site, as_of=DAYS[2]).status == "published"
    assert numbers(site.releases / "lieux/current/answers_said.csv")["north,yes"] == 10
    tell(site, **(MANY_MORE | south))
    assert publish_one(site, as_of=DAYS[3]).status == "published"
    assert numbers(site.releases / "lieux/current/answers_said.csv")["north,yes"] == 15
    assert told(released(site), 3) == set()


def test_leavers_and_who_changes_their_mind_wait_too(tmp_path: Path) -> None:
    site = survey(tmp_path)
    tell(site, **MANY_MORE)
    publish_one(site, as_of=DAYS[0])
    tell(site, **(MANY_MORE | {"north_yes": 9}))
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    # Six who said no say yes now: the place keeps its people, and two numbers would tell them.
    moved = [f"north_no {n};north;yes" for n in range(10, 16)]
    tell(site, *moved, **(MANY_MORE | {"north_no": 10}))
    assert publish_one(site, as_of=DAYS[2]).status == "unchanged"
    tell(site, **FIRST)
    assert publish_one(site, as_of=DAYS[3]).status == "published"
    assert told(released(site), 3) == set()


def test_a_batch_has_people_enough_for_nobody_to_dominate_it(tmp_path: Path) -> None:
    """Of six, one is more than 15 %."""
    site = survey(tmp_path, ", l: {opinion: 3}, dominance: 0.15")
    tell(site, **FIRST)
    publish_one(site, as_of=DAYS[0])
    tell(site, **(FIRST | {"north_yes": 16, "north_no": 16, "north_maybe": 16}))
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    tell(site, **(FIRST | {"north_yes": 17, "north_no": 17, "north_maybe": 17}))
    assert publish_one(site, as_of=DAYS[2]).status == "published"


def test_a_place_where_everybody_answers_alike_is_not_told(tmp_path: Path) -> None:
    """Its number by answer is hidden, its total too, and another, for the sum of all is known."""
    site = survey(tmp_path, ", l: {opinion: 2}")
    tell(site, north_yes=20, south_yes=20, south_no=22, west_yes=30, west_no=30)
    publish_one(site, as_of=DAYS[0])
    assert numbers(site.releases / "lieux/current/answers_by_place.csv") == {"west": 60}
    assert numbers(site.releases / "lieux/current/answers_said.csv") == {
        "south,no": 22, "west,no": 30, "west,yes": 30,
    }  # fmt: skip


def test_the_gate_sees_by_itself_newcomers_who_answer_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = survey(tmp_path)
    tell(site, **FIRST)
    publish_one(site, as_of=DAYS[0])
    monkeypatch.setattr("publish.bakehouse.series.together.guarded_batches", lambda *_: [])
    tell(site, **FIVE_MORE)
    assert [str(problem) for problem in publish_one(site, as_of=DAYS[1]).problems] == [
        "blocker series-difference: answers_said: 1 classes would change by rows of fewer than 5 "
        "people, or of people who answer alike, since an earlier release; nothing in the "
        "declaration mends this: report it as a fault of Fournil"
    ]


LISTS = SURVEY.replace(
    "type: string, role: sensitive", 'type: list, separator: "+", role: sensitive'
)
ILL = {f"north_fever+{one}": 10 for one in ("cough", "chill", "rash")}
WELL = {f"south_{one}": 20 for one in ("cough+chill", "rash", "ache")}


def told_of_lists(site: SiteFolder) -> set[str]:
    return {
        cell.split(",")[0] for cell in numbers(site.releases / "lieux/current/answers_said.csv")
    }


def test_a_place_where_all_lists_share_an_item_is_not_told(tmp_path: Path) -> None:
    """Three lists, and a fever in each. How many people there are does not tell of it."""
    site = survey(tmp_path, ", l: {opinion: 2}", LISTS)
    tell(site, **ILL, **WELL)
    publish_one(site, as_of=DAYS[0])
    assert told_of_lists(site) == {"south"}
    places = numbers(site.releases / "lieux/current/answers_by_place.csv")
    assert places == {"north": 30, "south": 60}


def test_newcomers_whose_lists_share_an_item_wait(tmp_path: Path) -> None:
    site = survey(tmp_path, ", l: {opinion: 2}", LISTS)
    tell(site, **WELL)
    publish_one(site, as_of=DAYS[0])
    ill = {f"south_fever+{one}": 10 for one in ("cough", "chill", "rash")}
    tell(site, **WELL, **ill)
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    tell(site, **WELL, **ill, south_stitch=10)
    assert publish_one(site, as_of=DAYS[2]).status == "published"


def test_records_whose_newcomers_lists_share_an_item_wait(tmp_path: Path) -> None:
    counts = LISTS[LISTS.index("    aggregates:") : LISTS.index("    columns:")]
    site = survey(tmp_path, ", l: {opinion: 2}", LISTS.replace(counts, ""))
    tell(site, **WELL)
    publish_one(site, as_of=DAYS[0])
    rows = site.releases / "lieux/current/answers.csv"
    assert rows.read_text().count("south") == 60
    ill = {f"south_fever+{one}": 10 for one in ("cough", "chill", "rash")}
    tell(site, **WELL, **ill)
    assert publish_one(site, as_of=DAYS[1]).status == "unchanged"
    tell(site, **WELL, **ill, south_stitch=10)
    assert publish_one(site, as_of=DAYS[2]).status == "published"
    assert rows.read_text().count("fever") == 30
