"""300 honest members, 1,000 fakes, up to 20 compromised: the bound of docs/trust.md, attacked."""

import pytest

from publish.desk.trust.reached import reached
from publish.desk.trust.terms import NEEDED, STOCK
from tests.desk.trust.crowds import SHAPES, Crowd, crowd

pytestmark = pytest.mark.slow("counts 1,300 members")


def counts(found: list[str], crowd: Crowd) -> tuple[int, float]:
    """How many fakes are in, and which share of the honest whom nobody has got hold of."""
    ours = set(crowd.honest) - set(crowd.caught)
    inside = (crowd.founders | set(found)) & ours
    return len(set(found) & set(crowd.fakes)), len(inside) / len(ours)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("compromised", "near"), [(1, True), (7, False), (20, True)])
def test_never_more_fakes_than_the_bound(shape: str, compromised: int, near: bool) -> None:
    attacked = crowd(shape, compromised, near=near)
    found = reached(attacked.founders, attacked.vouches, attacked.order)
    fakes, honest = counts(found, attacked)
    assert fakes <= STOCK * compromised // NEEDED
    assert honest >= 0.97


def test_the_bound_is_met_and_no_better_one_holds() -> None:
    attacked = crowd("aimed", 6, near=True)
    found = reached(attacked.founders, attacked.vouches, attacked.order)
    assert counts(found, attacked)[0] == STOCK * 6 // NEEDED


def test_without_compromised_members_no_fake_is_in() -> None:
    attacked = crowd("spread", 0, near=False)
    found = reached(attacked.founders, attacked.vouches, attacked.order)
    assert counts(found, attacked) == (0, 1.0)


def test_one_who_vouches_for_a_fake_by_mistake_brings_none_in() -> None:
    fooled = crowd("spread", 0, near=False)
    mistakes = dict(zip(fooled.honest[100:], fooled.fakes[:200], strict=True))
    vouches = [
        (giver, mistakes[giver] if giver in mistakes and place % STOCK == 0 else to)
        for place, (giver, to) in enumerate(fooled.vouches)
    ]
    assert sum(to[0] == "x" and giver[0] == "h" for giver, to in vouches) == 200
    assert counts(reached(fooled.founders, vouches, fooled.order), fooled)[0] == 0


def test_who_is_in_stays_when_fakes_come() -> None:
    attacked = crowd("into_one", 20, near=True)
    before = [vouch for vouch in attacked.vouches if vouch[1][0] == "h"]
    first = reached(attacked.founders, before, attacked.honest)
    after = reached(attacked.founders, attacked.vouches, [*first, *attacked.order])
    assert after[: len(first)] == first
