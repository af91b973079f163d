"""How an address is asked: what its answers mean, what it wishes, and where it may never lead."""

import time
from collections.abc import Iterator

import pytest

from publish.bakehouse.partners.links.asking import LinkAsker
from tests.bakehouse.partners.links.servers import NOWHERE, Pages, pages


@pytest.fixture
def there() -> Iterator[Pages]:
    with pages() as server:
        yield server


def asker(*servers: Pages, seconds: float = 20.0, rest: float = 0.0) -> LinkAsker:
    return LinkAsker(frozenset(one.host for one in servers), rest, seconds)


def state(there: Pages, path: str) -> str:
    return asker(there).ask(there.address + path).state


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (200, "answers"),
        (204, "answers"),
        (401, "unclear"),
        (403, "unclear"),
        (404, "gone"),
        (410, "gone"),
        (418, "unclear"),
        (429, "unclear"),
        (500, "unclear"),
        (503, "unclear"),
    ],
)
def test_what_an_answer_means(there: Pages, status: int, told: str) -> None:
    there.statuses["/a"] = status
    assert state(there, "/a") == told


def test_a_page_is_asked_for_by_head_and_only_then_by_get(there: Pages) -> None:
    there.gets.add("/b")
    assert [state(there, "/a"), state(there, "/b")] == ["answers", "answers"]
    assert (there.asked_for("/a"), there.asked_for("/b")) == (["HEAD"], ["HEAD", "GET"])
    assert {sent["User-Agent"] for sent in there.sent} == {"Fournil"}


def test_where_a_page_moved_counts(there: Pages) -> None:
    there.statuses |= {"/old": 301, "/lost": 302, "/round": 302, "/nowhere": 302, "/gone": 404}
    there.headers |= {"/old": {"Location": "/new"}, "/lost": {"Location": "/gone"}}
    there.headers |= {"/round": {"Location": "/round"}, "/nowhere": {"Location": NOWHERE}}
    told = [state(there, path) for path in ("/old", "/lost", "/round", "/nowhere")]
    assert told == ["answers", "gone", "unclear", "no host"]


@pytest.mark.parametrize("address", [NOWHERE, "http://a..example/", f"https://{'x' * 70}.fr"])
def test_a_name_of_no_host(address: str) -> None:
    asked = LinkAsker()
    assert (asked.ask(address).state, asked.names) == ("no host", False)


def test_a_host_that_does_not_answer_is_not_said_to_be_gone(there: Pages) -> None:
    with pages() as stopped:
        pass
    told = asker(stopped).ask(f"{stopped.address}/a")
    assert (told.state, told.wait) == ("unclear", 0.0)


def test_a_page_that_never_ends_is_given_up(there: Pages) -> None:
    begun = time.monotonic()
    told = asker(there, seconds=0.5).ask(f"{there.address}/drips")
    assert (told.state, told.wait) == ("unclear", 0.0)
    # The server would drip for 50 s.
    assert time.monotonic() - begun < 40


def test_what_robots_txt_refuses_is_not_asked_for(there: Pages) -> None:
    there.robots = b"User-agent: *\nDisallow: /private\n"
    there.statuses["/in"], there.headers["/in"] = 302, {"Location": "/private/a"}
    told = [state(there, path) for path in ("/private/b", "/in", "/c")]
    assert told == ["refused", "refused", "answers"]
    assert not [path for _, path in there.asked if path.startswith("/private")]


def test_robots_txt_is_asked_for_once(there: Pages) -> None:
    one = asker(there)
    assert [one.ask(there.address + path).state for path in ("/a", "/b")] == ["answers", "answers"]
    assert there.asked_for("/robots.txt") == ["GET"]


def test_a_host_rests_between_its_addresses_as_long_as_it_asks(
    there: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = list[float]()
    monkeypatch.setattr("time.sleep", slept.append)
    there.robots = b"User-agent: fournil\nCrawl-delay: 20\n"
    one = asker(there, rest=1.0)
    for path in ("/a", "/b"):
        one.ask(there.address + path)
    [once] = slept
    assert 15 < once <= 20


@pytest.mark.parametrize("path", ["/a", "/robots.txt"])
def test_who_is_busy_is_asked_no_more_than_it_says(there: Pages, path: str) -> None:
    there.statuses[path], there.headers[path] = 503, {"Retry-After": "3600"}
    told = asker(there).ask(f"{there.address}/a")
    assert (told.state, told.wait) == ("unclear", 3600.0)
    assert len(there.asked_for(path)) == 1


def test_nobody_is_left_alone_for_ever(there: Pages) -> None:
    there.statuses["/a"], there.headers["/a"] = 429, {"Retry-After": "999999999"}
    assert asker(there).ask(f"{there.address}/a").wait == 7 * 24 * 3600


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.1.1:8080/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://localhost/",
    ],
)
def test_nothing_inside_is_asked(there: Pages, address: str) -> None:
    assert asker(there).ask(address).state == "refused"


def test_this_machine_is_asked_only_where_it_is_listed(there: Pages) -> None:
    assert LinkAsker().ask(f"{there.address}/a").state == "refused"
    assert there.asked == []


def test_no_listed_host_leads_to_others_inside(there: Pages) -> None:
    with pages() as inner:
        there.statuses["/in"] = 302
        there.headers["/in"] = {"Location": f"{inner.address}/secret"}
        assert state(there, "/in") == "refused"
        there.headers["/in"] = {"Location": "file:///etc/passwd"}
        assert state(there, "/in") == "refused"
        assert inner.asked == []


def test_users_and_passwords_are_handed_to_nobody(there: Pages) -> None:
    there.statuses["/in"] = 302
    there.headers["/in"] = {"Location": f"http://ada:secret@{there.host}/a"}
    assert state(there, "/in") == "answers"
    assert not [sent for sent in there.sent if "Authorization" in sent]
