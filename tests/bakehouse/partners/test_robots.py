"""What robots.txt files ask for, in the ways that people write them."""

import pytest

from publish.bakehouse.partners.robots import CLOSED, OPEN, robots_of

WORDPRESS = """
User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php

User-agent: GPTBot
User-agent: CCBot
Disallow: /
"""


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        (WORDPRESS, "/export.csv", True),
        (WORDPRESS, "/wp-admin/export.php", False),
        (WORDPRESS, "/wp-admin/admin-ajax.php?a=1", True),
        ("user-agent: *\ndisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Fournil\nDisallow:", "/a", True),
        ("User-agent: fournil\nDisallow: /a\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: fournil # us\nDisallow: /a # not this", "/ab", False),
        ("User-agent: fournil\nDisallow: /a\nUser-agent: fournil\nDisallow: /b", "/b", False),
        ("User-agent: a\nUser-agent: *\nCrawl-delay: 1\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /*.json$", "/api/elements.json", False),
        ("User-agent: *\nDisallow: /*.json$", "/api/elements.json?full=true", True),
        ("User-agent: *\nDisallow: /*.json", "/api/elements.json?full=true", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /é", "/%C3%A9t%C3%A9", False),
        ("User-agent: *\nDisallow: /%c3%a9", "/%C3%A9", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /", "/a", True),
        ("User-agent: *\nSitemap: /s.xml\nUser-agent: a\nDisallow: /a", "/a", False),
        ("User-agent: *\nHost: example.org\nUser-agent: a\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /b\nSitemap: /s.xml\nDisallow: /a", "/a", False),
        ("User-agent: *\nCrawl-delay: 1\nUser-agent: a\nDisallow: /a", "/a", True),
        ("<!doctype html><p>User-agent: *</p>", "/a", True),
        ("\r\nUser-agent: *\rDisallow: /a\r\n", "/a", False),
    ],
)
def test_the_longest_pattern_decides(text: str, path: str, allowed: bool) -> None:
    assert robots_of(text).allow(path) is allowed


def test_a_pattern_of_many_stars_costs_nothing() -> None:
    robots = robots_of("User-agent: *\nDisallow: /" + "a*" * 5000 + "b$")
    assert robots.allow("/" + "a" * 100_000)


@pytest.mark.parametrize(
    ("said", "seconds"), [("2", 2), ("0.5", 0.5), ("86400", 30), ("soon", 0), ("-1", 0), ("²", 0)]
)
def test_a_delay_is_taken_up_to_a_bound(said: str, seconds: float) -> None:
    assert robots_of(f"User-agent: *\nCrawl-delay: {said}").delay == seconds


def test_no_file_allows_all_and_a_broken_server_nothing() -> None:
    assert OPEN.allow("/a")
    assert not CLOSED.allow("/")
