"""Five people's errands from the first page, in as many taps as they took when last mended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.site.browser.errands import (
    WIDTHS,
    Person,
    api_and_feed,
    gardens_of_gironde,
    nearest_cafe,
    what_is_it,
    young_trust,
)

pytestmark = pytest.mark.slow("drives a browser")

# Taps and words at most, and what comes of it.
CAFE = (4, 2, ("Le Bistrot du Lavoir", "2007"))
TRUST = (4, 0, ("24", "(87)", "6", "(25)", "answers-trust-by-age-chart", "Observatoire des quatre"))
GARDENS = (4, 1, ("gironde", ".xlsx"))
STUDENT = (4, 1, ("Ardèche", "Licence Ouverte"))
PROGRAM = (6, 1, ("total, next_url, license, selection", "/lieux-partages/feed.atom"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("errand", "asked"),
    [
        (nearest_cafe, CAFE),
        (young_trust, TRUST),
        (gardens_of_gironde, GARDENS),
        (what_is_it, STUDENT),
        (api_and_feed, PROGRAM),
    ],
)
def test_an_errand_takes_no_tap_too_many(
    errand: Callable[[Person], str],
    asked: tuple[int, int, tuple[str, ...]],
    width: int,
    language: str,
    browser: Browser,
    address: str,
) -> None:
    taps, words, told = asked
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="fr-FR" if language == "fr" else "en-GB",
    )
    person = Person(context.new_page(), address, language)
    answer = errand(person)
    assert person.taps <= taps and person.words <= words
    assert [one for one in told if one not in answer] == []
    context.close()
