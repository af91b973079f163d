"""Somebody asks a real server to leave, or takes it back; nobody asks for another."""

import re
from collections.abc import Iterator

import httpx
import pytest

from publish.bakehouse.corrections.contributors import opened, opened_list
from publish.people.leavings import waiting_to_leave
from publish.people.part_requests import waiting_parts
from tests.desk.arrivals import ADA, BOB, NOBODY, authors_site, browser, handed_over
from tests.desk.entering import WORDS, Desk, told
from tests.servers import serving

pytestmark = pytest.mark.slow("starts servers")

LEAVE = "/desk/me/leave"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A site whose places name their authors, and that knows one service."""
    site = authors_site(tmp_path / "site", f"01;Café;café;oui;{ADA}", f"02;Jardin;jardin;non;{BOB}")
    with serving(site.root, 1) as server:
        yield Desk(site, server.address)


def mark(client: httpx.Client) -> str:
    """The mark of a session's forms."""
    found = re.search(r'name="mark" value="(\w+)"', client.get("/desk/me").text)
    assert found
    return found[1]


def sent(client: httpx.Client, act: str, dataset: str = "lieux") -> httpx.Response:
    """The answer to a form of the page."""
    return client.post(LEAVE, data={"mark": mark(client), "dataset": dataset, "act": act})


def leavers(desk: Desk) -> list[str]:
    """Who asked to leave, as the bakehouse alone knows."""
    waits = waiting_to_leave(desk.site.desk)
    return [opened(desk.site, one.who).contributor for one in waits]


def test_what_happens_is_told_before_anything_is_asked_for(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        assert 'href="/desk/me/leave?_lang=en"' in client.get("/desk/me").text
        assert "What do you want to leave?" in told(client.get(LEAVE))
        words = told(client.get(LEAVE, params=WORDS | {"dataset": "lieux"}))
    assert "This is what happens if you leave. Nothing is asked for yet." in words
    assert "The rows stay, without you: who contributed them is not published." in words
    assert "What goes, goes with the next publication: by " in words
    assert "It is private, and goes with the next export that does not have you." in words
    assert (
        "They have no export and no answer in them: of you there are digests, and what you said "
        "here, until the last backup of before is deleted. When that is, those who publish say: "
    ) in words
    assert "The copies that anybody took until then, as the licence lets them" in words
    assert leavers(desk) == []


def test_who_asks_to_leave_may_take_it_back_until_it_is_done(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        assert "Your request to leave is taken." in told(sent(client, "leave"))
        assert leavers(desk) == [ADA]
        assert "You asked to leave" in told(client.get(LEAVE))
        assert "It is taken back: you stay." in told(sent(client, "back"))
        assert leavers(desk) == []
        assert "It is too late" in told(sent(client, "back"))


def test_nobody_asks_for_another_nor_takes_it_back(desk: Desk) -> None:
    with handed_over(desk, ADA) as ada, handed_over(desk, BOB) as bob, browser(desk) as stranger:
        sent(ada, "leave")
        # Bob's session has none, whatever others asked: as told as of one that never was.
        first = sent(bob, "back")
        sent(ada, "back")
        assert first.status_code == 404
        assert sent(bob, "back").content == first.content
        sent(ada, "leave")
        for client in (bob, stranger):
            form = {"mark": mark(ada), "dataset": "lieux", "act": "back"}
            assert client.post(LEAVE, data=form).status_code == 403
    assert leavers(desk) == [ADA]


def test_what_is_not_the_asker_s_is_told_as_what_is_not_there(desk: Desk) -> None:
    found = []
    with handed_over(desk, ADA) as client:
        for name in ("nowhere", "../lieux", "LIEUX"):
            asked = client.get(LEAVE, params=WORDS | {"dataset": name})
            found.append(sent(client, "leave", name))
            assert (asked.status_code, found[-1].status_code) == (404, 404)
    assert len({one.content for one in found}) == 1
    assert leavers(desk) == []


def test_who_contributed_nothing_sees_the_same_page(desk: Desk) -> None:
    pages = []
    for who in (ADA, NOBODY):
        with handed_over(desk, who) as client:
            asked = client.get(LEAVE, params=WORDS | {"dataset": "lieux"}), sent(client, "leave")
            pages.append([re.sub(r'value="\w{20,}"', "", one.text) for one in asked])
    assert pages[0] == pages[1]


def part_sent(client: httpx.Client, **said: str) -> httpx.Response:
    """The answer to a request that is of a part."""
    form = {"mark": mark(client), "dataset": "lieux", "table": "places", "act": "part", **said}
    return client.post(LEAVE, data=form)


def parts(desk: Desk) -> list[tuple[str, list[str], str]]:
    """Who withdraws which rows, and how, as the bakehouse alone knows."""
    return [
        (
            opened(desk.site, one.who).contributor,
            opened_list(desk.site, one.row) if one.row else [],
            one.how,
        )
        for one in waiting_parts(desk.site.desk)
    ]


def test_one_row_is_withdrawn_and_kept_again(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        words = told(client.get(LEAVE, params=WORDS | {"dataset": "lieux"}))
        assert "or one row of it" in words
        answer = part_sent(client, row=" 01 ", how="delete")
        assert "You withdraw one row of" in told(answer)
        part_sent(client, how="keep")
        assert parts(desk) == [(ADA, ["01"], "delete"), (ADA, [], "keep")]
        [one, _other] = waiting_parts(desk.site.desk)
        assert "It is taken back" in told(part_sent(client, act="back part", part=str(one.id)))
        assert parts(desk) == [(ADA, [], "keep")]


def test_a_part_of_another_is_told_as_one_that_never_was(desk: Desk) -> None:
    with handed_over(desk, ADA) as ada, handed_over(desk, BOB) as bob:
        part_sent(ada, row="01", how="delete")
        [one] = waiting_parts(desk.site.desk)
        numbers = [str(one.id), str(one.id + 1), "", "x", "9" * 30, "-1", "²"]
        found = [part_sent(bob, act="back part", part=number) for number in numbers]
    assert {answer.status_code for answer in found} == {404}
    assert len({answer.content for answer in found}) == 1
    assert parts(desk) == [(ADA, ["01"], "delete")]


@pytest.mark.parametrize("said", [{"table": "x"}, {"dataset": ""}, {"dataset": "x"}])
def test_a_part_of_nothing_is_not_there(desk: Desk, said: dict[str, str]) -> None:
    with handed_over(desk, ADA) as client:
        assert part_sent(client, **said).status_code == 404
    assert parts(desk) == []


def test_who_leaves_has_what_is_about_things_deleted_where_they_say_so(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        form = {"mark": mark(client), "dataset": "lieux", "act": "leave", "how": "delete"}
        client.post(LEAVE, data=form)
    assert (leavers(desk), parts(desk)) == ([ADA], [(ADA, [], "delete")])


CONSENTS = """\
    primary_key: id
    consents: {contact: {column: open, why: Whoever reads it may write to me.}}
"""


def with_consents(desk: Desk) -> None:
    """Has the desk's dataset ask for a consent."""
    path = desk.site.data / "lieux" / "dataset.yaml"
    path.write_text(path.read_text("utf-8").replace("    primary_key: id\n", CONSENTS), "utf-8")


def consent_sent(client: httpx.Client, **said: str) -> httpx.Response:
    """The answer to a request that withdraws a consent."""
    return part_sent(client, **{"act": "consent", "purpose": "contact", **said})


def test_a_consent_is_withdrawn_alone_and_given_again(desk: Desk) -> None:
    with_consents(desk)
    with handed_over(desk, ADA) as client:
        words = told(client.get(LEAVE, params=WORDS | {"dataset": "lieux"}))
        assert "To be contacted – Places" in words
        assert "What was asked Whoever reads it may write to me." in words
        assert "This site does nothing with it: tell the service, too." in words
        answer = told(consent_sent(client))
        assert "Your consent is withdrawn with the next publication." in answer
        assert "You withdraw your consent to “To be contacted” in “Places”." in answer
        part_sent(client, how="keep")
        # It is one request beside that of the table, however often it is asked.
        consent_sent(client)
        assert parts(desk) == [(ADA, [], "keep"), (ADA, [], "contact")]
        one = waiting_parts(desk.site.desk)[1]
        assert "It is taken back" in told(part_sent(client, act="back part", part=str(one.id)))
    assert parts(desk) == [(ADA, [], "keep")]


@pytest.mark.parametrize(
    "said", [{"purpose": "share"}, {"purpose": "delete"}, {"purpose": ""}, {"table": "x"}]
)
def test_a_consent_that_nobody_asks_for_is_not_there(desk: Desk, said: dict[str, str]) -> None:
    with_consents(desk)
    with handed_over(desk, ADA) as client:
        assert consent_sent(client, **said).status_code == 404
    assert parts(desk) == []


def test_nobody_withdraws_the_consent_of_another(desk: Desk) -> None:
    with_consents(desk)
    with handed_over(desk, ADA) as ada, handed_over(desk, BOB) as bob, browser(desk) as stranger:
        form = {"mark": mark(ada), "dataset": "lieux", "table": "places", "purpose": "contact"}
        for client in (bob, stranger):
            assert client.post(LEAVE, data=form | {"act": "consent"}).status_code == 403
        assert parts(desk) == []
        assert ada.post(LEAVE, data=form | {"act": "consent"}).status_code == 200
    assert parts(desk) == [(ADA, [], "contact")]


def test_it_is_read_in_french(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        page = client.get(LEAVE, params={"_lang": "fr", "dataset": "lieux"})
    assert "Les lignes restent, sans vous" in told(page)
    assert "Ce que personne ne peut rappeler" in told(page)
