"""A frequency is known by its word."""

from publish.words.frequencies import FREQUENCIES, frequency_of


def test_a_word_has_its_frequency() -> None:
    assert frequency_of("weekly") is FREQUENCIES["weekly"]


def test_a_word_that_nobody_knows_has_none() -> None:
    assert frequency_of("now and then") is None
    assert frequency_of(None) is None
