"""Discrete Laplace noise by OpenDP: what a release spends, and what is shown."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.protect.laplace import LaplaceNoise, laplace_noise
from tests.tables import column, table

COLUMNS = {"who": column(role="identifier", protect="drop"), "place": column(), "age": column()}
COUNTS = {
    name: {"title": {"fr": name}, "by": tuple(by)}
    for name, by in {"by_place": ["place"], "both": ["place", "age"]}.items()
}


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        LaplaceNoise,
        k=st.integers(5, 50),
        epsilon=st.floats(0.05, 10),
        delta=st.floats(1e-9, 1e-4),
        cells=st.integers(1, 20),
        yearly=st.just(1000.0),
    )
)
def test_a_release_spends_no_more_than_is_declared(noise: LaplaceNoise) -> None:
    epsilon, delta = noise.spends()
    assert epsilon <= noise.epsilon and delta <= noise.delta
    assert epsilon == pytest.approx(noise.epsilon)
    assert noise.threshold >= noise.k


def test_noise_varies_as_it_says() -> None:
    """Six standard deviations of the sum, and of the sum of squares, of 4,000 numbers."""
    noise = LaplaceNoise(11, 1.0, 1e-6, 3, 12.0)
    assert (round(noise.deviation, 2), noise.threshold) == (4.22, 46)
    moves = [n - 500 for n in noise.drawn({str(n): 500 for n in range(4000)}).values()]
    assert len(moves) == 4000 and abs(sum(moves)) < 6 * noise.deviation * 4000**0.5
    variance = sum(move**2 for move in moves) / 4000
    assert abs(variance - noise.deviation**2) < 6 * 5**0.5 * noise.deviation**2 / 4000**0.5


def test_what_is_under_the_threshold_is_left_out() -> None:
    noise = LaplaceNoise(11, 1.0, 1e-6, 3, 12.0)
    shown = noise.drawn({str(n): n for n in range(1, 200)})
    assert min(shown.values()) >= 46
    assert Counter(n <= 1 for n in map(int, shown)) == {False: len(shown)}


def test_a_table_declares_in_how_many_numbers_a_person_counts() -> None:
    dp = {"epsilon_per_release": 0.5, "budget": {"epsilon": 6}}
    words = {"about": "people", "contributor": "who", "aggregates": COUNTS}
    declared = table(COLUMNS, privacy={"noise": {"dp": dp}}, **words)
    assert laplace_noise(declared) == LaplaceNoise(11, 0.5, 1e-6, 2, 6)
    fewer = table(COLUMNS, privacy={"noise": {"dp": dp | {"cells": 1}}}, **words)
    assert laplace_noise(fewer) == LaplaceNoise(11, 0.5, 1e-6, 1, 6)
    assert laplace_noise(table(COLUMNS, **words)) is None
