"""Who is reached, as rights know it: kept while it holds, nobody where it may not any more."""

from collections.abc import Callable
from pathlib import Path

import pytest

from publish.corrections.desk_file import writing
from publish.declare.declaration import TrustDeclared
from publish.desk.members import invite, revoke
from publish.desk.rights import may
from publish.desk.trust.counted import count, declare, is_due, seen_now
from publish.desk.trust.told import standing
from publish.desk.trust.vouches import (
    LASTING_SECONDS,
    PACE_SECONDS,
    accept,
    given,
    take_back,
    vouch,
)
from tests.desk.trust.circles import NOW, TRUST, ids, opened, vouched

PLACE = ("lieux", "places")
THREE = [("Ada", "Dan"), ("Bea", "Dan"), ("Cleo", "Dan")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a desk, not made yet."""
    return tmp_path / "desk" / "desk.db"


def corrects(path: Path, name: str, now: int, columns: tuple[str, ...] = ("kind",)) -> bool:
    return may(path, ids(path)[name], "correct", PLACE, columns, now)


def test_three_founders_make_a_corrector_within_the_scope(path: Path) -> None:
    opened(path, "Dan", "Eve")
    vouched(path, THREE[:2])
    assert not corrects(path, "Dan", NOW)
    vouched(path, THREE[2:])
    assert corrects(path, "Dan", NOW)
    assert not corrects(path, "Eve", NOW)
    assert not corrects(path, "Dan", NOW, ("kind", "name"))
    assert not corrects(path, "Dan", NOW, ())
    dan = ids(path)["Dan"]
    assert not may(path, dan, "correct", ("lieux", "people"), ("kind",), NOW)
    for action in ("review", "clear", "officer"):
        assert not may(path, dan, action, PLACE, ("kind",), NOW)  # type: ignore[arg-type]


def test_founders_correct_too(path: Path) -> None:
    opened(path)
    assert not corrects(path, "Ada", NOW)
    count(path, NOW)
    assert corrects(path, "Ada", NOW)


def test_what_waits_for_its_acceptance_does_not_count(path: Path) -> None:
    of = opened(path, "Dan")
    vouched(path, THREE[:2])
    vouch(path, of["Cleo"], "Dan", NOW)
    count(path, NOW)
    assert not corrects(path, "Dan", NOW)


def test_a_vouch_that_is_over_does_not_count_from_its_last_second_on(path: Path) -> None:
    opened(path, "Dan")
    vouched(path, THREE)
    over = NOW + LASTING_SECONDS
    assert corrects(path, "Dan", over - 1)
    assert not corrects(path, "Dan", over)
    assert is_due(path, over)
    count(path, over)
    assert not is_due(path, over)
    assert not corrects(path, "Dan", over)
    assert corrects(path, "Ada", over)


Loss = Callable[[Path, dict[str, str]], object]


@pytest.mark.parametrize(
    "lose",
    [
        lambda path, of: take_back(path, of["Cleo"], given(path, of["Cleo"], NOW)[0].number, NOW),
        lambda path, of: revoke(path, "Cleo", NOW),
        lambda path, of: declare(path, TRUST.model_copy(update={"founders": ("Zoé",)})),
        lambda path, of: declare(path, TRUST.model_copy(update={"on": "autres"})),
        lambda path, of: declare(path, None),
    ],
)
def test_nobody_corrects_by_what_was_lost_not_even_before_the_count(path: Path, lose: Loss) -> None:
    of = opened(path, "Dan")
    vouched(path, THREE)
    lose(path, of)
    assert not corrects(path, "Dan", NOW)
    count(path, NOW)
    assert not corrects(path, "Dan", NOW)


def test_what_is_added_closes_nobody_out_before_the_count(path: Path) -> None:
    of = opened(path, "Dan", "Eve")
    vouched(path, THREE)
    invite(path, "Flo", "member", NOW)
    vouch(path, of["Dan"], "Eve", NOW)
    accept(path, of["Eve"], 4, NOW)
    assert is_due(path, NOW)
    assert corrects(path, "Dan", NOW)


def test_what_touches_nobody_who_is_reached_closes_nobody_out(path: Path) -> None:
    of = opened(path, "Dan", "x1", "x2")
    later = vouched(path, [*THREE, ("x1", "x2"), ("x2", "x1")])
    assert take_back(path, of["x1"], given(path, of["x1"], later)[0].number, later)
    assert corrects(path, "Dan", later)
    revoke(path, "x2", later)
    assert corrects(path, "Dan", later)


def test_others_who_hung_on_a_member_go_with_them(path: Path) -> None:
    opened(path, "d1", "d2", "d3", "Eve")
    first = [(giver, to) for to in ("d1", "d2", "d3") for giver in TRUST.founders]
    later = vouched(path, [*first, ("d1", "Eve"), ("d2", "Eve"), ("d3", "Eve")])
    assert corrects(path, "Eve", later)
    revoke(path, "d2", later)
    count(path, later)
    assert (corrects(path, "d1", later), corrects(path, "Eve", later)) == (True, False)


def test_who_came_in_first_stays_when_all_cannot(path: Path) -> None:
    """A fake that became a member before, and takes the vouches of compromised ones later."""
    opened(path, "x", "d1", "d2", "d3", "d4", "Eve")
    first = [(giver, to) for to in ("d1", "d2", "d3") for giver in TRUST.founders]
    later = vouched(path, [*first, *((giver, "Eve") for giver in ("d1", "d2", "d3"))])
    before = seen_now(path, later).reached()
    last = vouched(path, [(giver, "x") for giver in ("d1", "d2", "Eve")], later)
    after = seen_now(path, last).reached()
    assert after[: len(before)] == before
    assert corrects(path, "Eve", last)


def test_founders_are_found_by_name_or_id_and_unknown_ones_are_nobody(path: Path) -> None:
    of = opened(path, "Dan")
    vouched(path, THREE)
    by_id = (of["Ada"], "Bea", "Cleo", "Zoé")
    declare(path, TRUST.model_copy(update={"founders": by_id}))
    count(path, NOW)
    assert corrects(path, "Dan", NOW)


def test_a_site_without_trust_keeps_none(path: Path) -> None:
    declare(path, None)
    assert not path.exists()
    opened(path)
    assert standing(path, "f00d", NOW)
    count(path, NOW)
    declare(path, None)
    assert standing(path, "f00d", NOW) is None
    assert not is_due(path, NOW)
    assert not corrects(path, "Ada", NOW)


def test_the_same_declaration_counts_nothing_anew(path: Path) -> None:
    opened(path, "Dan")
    vouched(path, THREE)
    declare(path, TrustDeclared.model_validate(TRUST.model_dump()))
    assert not is_due(path, NOW)
    assert corrects(path, "Dan", NOW)


def test_a_count_of_what_changed_meanwhile_is_not_kept(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = opened(path, "Dan")
    vouched(path, THREE[:2])
    vouch(path, of["Cleo"], "Dan", NOW)
    from publish.desk.trust import counted

    seen, first = counted.seen_now, iter([True])

    def meanwhile(path: Path, now: int) -> counted.Seen:
        found = seen(path, now)
        if next(first, False):
            accept(path, of["Dan"], 3, NOW)
        return found

    monkeypatch.setattr(counted, "seen_now", meanwhile)
    with writing(path) as database:
        database.execute("UPDATE trust SET generation = generation + 1")
    count(path, NOW)
    assert corrects(path, "Dan", NOW)


def test_paces_and_ends(path: Path) -> None:
    assert (PACE_SECONDS, LASTING_SECONDS) == (432_000, 63_072_000)
