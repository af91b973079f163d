"""Crawlers are told apart by the list, programs that people write are visitors."""

import re

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from publish.usage.crawlers import CHARACTERS, MOST, NEW_EACH_SECOND, PROGRAMS, Crawlers, _listed
from tests.usage.clocks import BROWSER


@pytest.mark.parametrize(
    ("agent", "crawler"),
    [
        (BROWSER, False),
        ("curl/8.5.0", False),
        ("python-requests/2.32.3", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("GPTBot/1.2", True),
        ("Scrapy/2.11 (+https://scrapy.org)", True),
        ("", True),
    ],
)
def test_who_says_that_it_is_a_crawler_is_one(agent: str, crawler: bool) -> None:
    is_crawler = Crawlers()
    assert [is_crawler(agent), is_crawler(agent)] == [crawler, crawler]


def test_the_programs_that_are_let_out_stand_in_the_list() -> None:
    assert PROGRAMS - {one["pattern"] for one in CRAWLER_USER_AGENTS_DATA} == set()


def test_all_others_of_the_list_are_crawlers() -> None:
    said = [
        one["instances"][0]
        for one in CRAWLER_USER_AGENTS_DATA
        if one["pattern"] not in PROGRAMS and one["instances"]
    ]
    is_crawler = Crawlers(now=iter(range(len(said))).__next__)
    assert len(said) > 500
    missed = [one for one in said if not is_crawler(one) and len(one) <= CHARACTERS]
    assert missed == []


def test_names_written_out_are_found_as_patterns_find_them() -> None:
    listed = [one["pattern"] for one in CRAWLER_USER_AGENTS_DATA]
    whole = re.compile("|".join(one for one in listed if one not in PROGRAMS))
    said = [one for entry in CRAWLER_USER_AGENTS_DATA for one in entry["instances"]]
    said += [
        BROWSER,
        "Chirp",
        "a sentry/1",
        "asentry/1",
        "Spider www.spider.com",
        "BW/1",
        "xdcrawl",
    ]
    told = _listed()
    assert len(told.names) > 1000
    assert [one for one in said if told.tell(one) != bool(whole.search(one))] == []


def test_no_more_browsers_are_remembered_than_there_is_room_for() -> None:
    is_crawler = Crawlers(now=iter(range(10 * MOST)).__next__)
    for number in range(MOST + 50):
        is_crawler(f"Firefox/{number}")
    assert len(is_crawler._known) == MOST


def test_who_changes_browsers_with_each_request_is_no_audience() -> None:
    is_crawler = Crawlers(now=lambda: 7.0)
    found = [is_crawler(f"Firefox/{number}") for number in range(NEW_EACH_SECOND + 5)]
    assert found == [False] * NEW_EACH_SECOND + [True] * 5
    assert is_crawler("Firefox/0") is False
