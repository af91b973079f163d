"""The noise of numbers: right on average, no wider than declared, and of the greatest entropy."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.protect.noise import KEYS, CellNoise, cell_noise
from publish.declare.policy import Privacy, least_most


@st.composite
def noises(draw: st.DrawFn) -> CellNoise:
    k, deviation = draw(st.integers(5, 40)), draw(st.floats(0.5, 10))
    return CellNoise(k, deviation**2, least_most(k, deviation) + draw(st.integers(0, 20)))


@st.composite
def numbers(draw: st.DrawFn) -> tuple[CellNoise, int]:
    """A noise, and a number of people of any size that matters."""
    noise = draw(noises())
    return noise, draw(st.integers(1, noise.alike + 3))


@given(numbers())
def test_no_small_number_is_shown_and_none_is_far_from_the_truth(
    drawn: tuple[CellNoise, int],
) -> None:
    noise, people = drawn
    shown = noise.numbers(people)
    assert not ((shown > 0) & (shown < noise.k)).any()
    assert np.abs(shown - people).max() <= noise.most


@given(numbers())
def test_noise_is_right_on_average_and_varies_as_declared(drawn: tuple[CellNoise, int]) -> None:
    noise, people = drawn
    shown, odds = noise.numbers(people), np.diff(noise.ends(people), prepend=0) / KEYS
    assert (odds >= 0).all() and noise.ends(people)[-1] == KEYS
    assert odds @ shown == pytest.approx(people, abs=1e-5)
    assert odds @ (shown - people) ** 2 == pytest.approx(noise.variance_of(people), rel=1e-5)


@given(noises(), st.data())
def test_less_variance_cannot_be_under_k(noise: CellNoise, data: st.DataObject) -> None:
    """Whatever is unbiased and shows none or k and more varies by n (k - n) at least."""
    people = data.draw(st.integers(1, noise.k - 1))
    above = np.array(data.draw(st.lists(st.floats(0, 1), min_size=2, max_size=9)))
    if above.sum() == 0:
        return
    shown = noise.k + np.arange(len(above))
    odds = above / above.sum() * people / (shown @ above / above.sum())
    assert odds @ (shown - people) ** 2 + (1 - odds.sum()) * people**2 >= (
        people * (noise.k - people) - 1e-6
    )


@given(numbers(), st.integers(0, 2**32))
def test_no_other_cell_noise_this_mean_and_variance_has_more_entropy(
    drawn: tuple[CellNoise, int], seed: int
) -> None:
    noise, people = drawn
    odds = noise.odds(people)
    likely = np.flatnonzero(odds > 1e-4)
    if len(likely) < 4:
        return
    moves = (noise.numbers(people)[likely] - people).astype(float)
    facts = np.stack([np.ones(len(likely)), moves, moves**2])
    way = np.random.default_rng(seed).normal(size=len(likely))
    way -= facts.T @ np.linalg.lstsq(facts.T, way, rcond=None)[0]
    other = odds[likely] + way / np.abs(way).max() * odds[likely].min() / 2
    assert entropy(other) < entropy(odds[likely])


def entropy(odds: np.ndarray) -> float:
    return float(-(odds * np.log(odds)).sum())


def test_five_people_of_eleven_cost_a_variance_of_thirty() -> None:
    noise = CellNoise(11, 4, 15)
    odds = dict(zip(noise.numbers(5).tolist(), noise.odds(5).tolist(), strict=True))
    assert {number: round(one, 4) for number, one in odds.items() if one} == {0: 0.5455, 11: 0.4545}
    assert noise.variance_of(5) == 30
    assert [noise.variance_of(people) for people in (11, 12, 500)] == [4, 4, 4]
    assert round(noise.small_deviation, 2) == 5.48


def test_from_k_on_the_declared_variance_is_kept() -> None:
    """Twelve may become none, which leaves room above; far from k, the noise is symmetrical."""
    noise = CellNoise(11, 4, 15)
    twelve = dict(zip(noise.numbers(12).tolist(), noise.odds(12).round(3).tolist(), strict=True))
    assert [twelve[number] for number in (0, 11, 12, 13, 14)] == [0.015, 0.4, 0.269, 0.161, 0.086]
    assert noise.odds(26) == pytest.approx(noise.odds(26)[::-1])
    assert noise.alike == 26
    assert noise.numbers(500).tolist() == list(range(485, 516))


def test_the_cell_noise_a_policy() -> None:
    declared = {"cell_key": {"deviation": 1.5}}
    assert cell_noise(Privacy()) is None
    assert cell_noise(Privacy.model_validate({"k": 7, "noise": declared})) == CellNoise(7, 2.25, 10)
    further = {"cell_key": {"deviation": 2, "most": 30}}
    assert cell_noise(Privacy.model_validate({"noise": further})) == CellNoise(11, 4, 30)
    assert least_most(11, 2.1) == 11 + ceil(4.41)
