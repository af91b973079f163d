"""Whatever is done to a survey in whatever order, through whole publications: each refusal ends by
the way out that it prints, and all releases ever public tell of no fewer than five people."""

import os
from pathlib import Path
from random import Random

import pytest

from publish.release.index import Entry
from tests.bakehouse.series.life import AGES, NUMBERS, Survey
from tests.bakehouse.series.told import Counted, told_numbers
from tests.sites import METADATA

STEPS = 50
LIVES = int(os.environ.get("LIVES", "2"))


def begun(root: Path, seed: int) -> Survey:
    """A survey with its first release."""
    survey = Survey(root / "site", Random(seed))
    (survey.site.data / "enquete/exports").mkdir(parents=True)
    (survey.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    survey.people = {number: (AGES[number % 3], 0) for number in NUMBERS[:120]}
    survey.publish()
    assert list(survey.public) == ["1.0.0"]
    survey.aside("backup")
    return survey


def kept(survey: Survey) -> list[Entry]:
    """The releases whose files are there."""
    return [entry for entry in survey.store.entries() if entry.state == "kept"]


def arrive(survey: Survey) -> None:
    """Some people answer."""
    new = [number for number in NUMBERS if number not in survey.people]
    for number in survey.chance.sample(new, min(len(new), survey.chance.choice((1, 4, 9, 20)))):
        survey.people[number] = (survey.chance.choice(AGES), 0)


def edit(survey: Survey) -> None:
    """Some people answer otherwise."""
    for number in survey.chance.sample(sorted(survey.people), survey.chance.choice((1, 4, 9))):
        age, edition = survey.people[number]
        survey.people[number] = (survey.chance.choice((age, *AGES)), edition + 1)


def leave(survey: Survey) -> None:
    """Some people are in the export no more."""
    for number in survey.chance.sample(sorted(survey.people), survey.chance.choice((1, 4, 9))):
        del survey.people[number]


def forget(survey: Survey) -> None:
    """Somebody asks to be forgotten."""
    survey.declare()
    number = survey.chance.choice(sorted(survey.people))
    assert survey.do("forget", given=f"P{number}@Example.org\n") == 0


def roll_back(survey: Survey) -> None:
    """An earlier release is served again, where there is one."""
    survey.do("rollback", "enquete")


def withdraw(survey: Survey) -> None:
    """One release is taken back."""
    entries = kept(survey)
    if entries:
        version = survey.chance.choice(entries).version
        given = ("enquete", version, "--why", "wrong", "--yes", "--as-of", str(survey.day))
        assert survey.do("withdraw", *given) == 0


def withdraw_all(survey: Survey) -> None:
    """Every release is taken back."""
    given = ("enquete", "--why", "wrong", "--yes", "--as-of", str(survey.day))
    there = bool(kept(survey))
    assert (survey.do("withdraw", *given) == 0) == there


def unhold(survey: Survey) -> None:
    """What is held may come again, with all of the same content."""
    for entry in survey.store.entries():
        if survey.store.entry(entry.version).held:
            assert survey.do("unhold", "enquete", entry.version) == 0


def rebake(survey: Survey) -> None:
    """The same rows in new forms."""
    survey.declare()
    survey.do("rebake", "enquete", "--as-of", str(survey.day))


def prune(survey: Survey) -> None:
    """What is too old goes."""
    assert survey.do("prune", "enquete") == 0


def change_k(survey: Survey) -> None:
    """Another threshold."""
    survey.k = 11 - survey.k


def add_count(survey: Survey) -> None:
    """One table of counts more."""
    by = survey.chance.choice(("age", "ones", "tens", "hundreds"))
    if by not in survey.counts.values():
        survey.counts[f"by_{by}_{len(survey.told)}"] = by


def remove_count(survey: Survey) -> None:
    """One table of counts less."""
    if len(survey.counts) > 1:
        survey.counts.pop(survey.chance.choice(list(survey.counts)))


def rename_count(survey: Survey) -> None:
    """A table of counts under another name."""
    name = survey.chance.choice(list(survey.counts))
    survey.counts[f"{name}_again"] = survey.counts.pop(name)


def rename_table(survey: Survey) -> None:
    """The records, or the counts, under another name."""
    answers, counts = survey.names
    survey.names = survey.chance.choice(((f"{answers}_b", counts), (answers, f"{counts}_b")))


def back_up(survey: Survey) -> None:
    """A copy of all that is private."""
    survey.aside("backup")


def restore(survey: Survey) -> None:
    """An older copy takes its place."""
    survey.aside("newest")
    survey.back("backup")


def test_the_reader_sees_a_number_that_follows() -> None:
    people = {f"p{n}": frozenset({("ones", "xyz"[n // 10])}) for n in range(23)}
    numbers = Counted(people, {}).numbers
    assert numbers == {("ones", "x"): 10, ("ones", "y"): 10, ("ones", "z"): 3}
    two_hidden = Counted(people, {("ones", "x"): 10})
    assert told_numbers([two_hidden], 5) == 0
    assert told_numbers([two_hidden, Counted(people, {("ones", "y"): 10})], 5) == 1


EACH_WEEK = (arrive, edit, leave)
NOW_AND_THEN = (
    forget, roll_back, withdraw, withdraw_all, unhold, rebake, prune, change_k, add_count,
    remove_count, rename_count, rename_table, back_up, restore,
)  # fmt: skip


@pytest.mark.slow("publishes a survey some sixty times; LIVES=6 walks six lives, 300 steps")
@pytest.mark.parametrize("seed", range(LIVES))
def test_no_dead_end_and_nobody_told(tmp_path: Path, seed: int) -> None:
    survey = begun(tmp_path, seed)
    for _ in range(STEPS):
        survey.chance.choice(EACH_WEEK)(survey)
        if survey.chance.random() < 0.6:
            survey.chance.choice(NOW_AND_THEN)(survey)
            survey.look()
        survey.publish()
    assert len(survey.public) > 5
