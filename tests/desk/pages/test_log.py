"""`/desk/log` on a real server: for officers alone, in pages, and who reads it stands in it."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from publish.corrections.decisions import refuse
from publish.corrections.desk_file import writing
from publish.corrections.log import entries, note
from publish.corrections.proposals import Edit, propose
from publish.corrections.reuses import Made, decide_reuse, propose_reuse
from publish.desk.erasing import erase
from publish.desk.members import members
from tests.desk.entering import ROW, Desk, open_site, told
from tests.servers import serving
from tests.sites import DAY

pytestmark = pytest.mark.slow("starts a server")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site whose desk refused two proposals: one by the shell, one by a member who was erased."""
    site = open_site(tmp_path_factory.mktemp("log") / "site")
    with serving(site.root) as server:
        desk = Desk(site, server.address)
        for by in ("shell", "0123456789abcdef"):
            row = (*ROW[:2], ROW[2:])
            number = propose(site.desk, row, {"name": Edit("a", by)}, why="", evidence="", day=DAY)
            refuse(site.desk, number, "no", DAY, by)
        yield desk


@pytest.fixture(scope="module")
def officer(desk: Desk) -> Iterator[httpx.Client]:
    """The browser of an officer."""
    with desk.member("Olga", "officer") as client:
        yield client


def lines(answer: httpx.Response) -> list[list[str]]:
    """The cells of the table, by row."""
    rows = re.findall(r"<tr><td>(.*?)</tr>", answer.text)
    return [[re.sub("<[^>]*>", "", cell) for cell in row.split("<td>")] for row in rows]


def test_members_who_are_no_officers_do_not_see_it(desk: Desk) -> None:
    with desk.member("Rita", "reviewer") as reviewer:
        answer = reviewer.get("/desk/log")
        assert (answer.status_code, "Only officers" in told(answer)) == (403, True)
        assert "/desk/log" not in reviewer.get("/desk/").text
        [rita] = [one.id for one in members(desk.site.desk) if one.name == "Rita"]
    assert "log read" not in [one.act for one in entries(desk.site.desk, member=rita)]


def test_an_officer_sees_who_did_what_and_is_seen(desk: Desk, officer: httpx.Client) -> None:
    [olga] = [one.id for one in members(desk.site.desk) if one.name == "Olga"]
    assert 'href="/desk/log' in officer.get("/desk/").text
    answer = officer.get("/desk/log")
    found = lines(answer)
    assert found[0][1:] == ["log read", "", olga]
    assert [DAY.isoformat(), "refused", "Proposal 1", "shell"] in found
    assert not any("Olga" in cell or ">no<" in cell for row in found for cell in row)
    assert entries(desk.site.desk, most=1)[0].by == olga


def test_it_is_of_a_proposal_or_a_member(officer: httpx.Client) -> None:
    found = lines(officer.get("/desk/log", params={"proposal": "2"}))
    assert [row[2:] for row in found] == [["Proposal 2", "0123456789abcdef"]]
    found = lines(officer.get("/desk/log", params={"member": "0123456789abcdef"}))
    # That somebody looked for them is about them as well.
    assert [row[1] for row in found] == ["log read", "refused"]


def test_a_table_that_was_cleared_is_named(desk: Desk, officer: httpx.Client) -> None:
    with writing(desk.site.desk) as database:
        note(database, "cleared", "table lieux.places", "cafe", DAY)
    found = lines(officer.get("/desk/log", params={"member": "cafe"}))
    assert [row[1:] for row in found][1:] == [["cleared", "Table lieux.places", "cafe"]]


def test_who_was_erased_is_said_to_be(desk: Desk, officer: httpx.Client) -> None:
    with desk.member("Gone", "reviewer"):
        [gone] = [one.id for one in members(desk.site.desk) if one.name == "Gone"]
    erase(desk.site.desk, "member", "Gone", DAY)
    found = lines(officer.get("/desk/log", params={"member": gone}))
    assert [row[1:] for row in found][1:] == [
        ["erased", f"Member {gone} (erased)", "shell"],
        ["signed in", f"Member {gone} (erased)", f"{gone} (erased)"],
        ["invited", f"Member {gone} (erased)", "shell"],
    ]


def test_what_is_asked_of_it_comes_back_as_text(officer: httpx.Client) -> None:
    attack = '"><script>alert(1)</script>'
    answer = officer.get("/desk/log", params={"member": attack, "proposal": attack, "before": "x"})
    assert (answer.status_code, "<script>alert" in answer.text) == (200, False)
    assert "Nothing was done yet." in told(answer)


def test_it_is_read_in_pages(desk: Desk, officer: httpx.Client) -> None:
    with writing(desk.site.desk) as database:
        for number in range(1000, 1150):
            note(database, "refused", f"proposal {number}", "beef", int(time.time()))
    first = officer.get("/desk/log", params={"member": "beef"})
    assert len(lines(first)) == 100
    [before] = re.findall(r"before=(\d+)", first.text)
    second = lines(officer.get("/desk/log", params={"member": "beef", "before": before}))
    assert [row[2] for row in second if row[1] == "refused"] == [
        f"Proposal {number}" for number in range(1050, 999, -1)
    ]
    assert "before=" not in officer.get("/desk/log", params={"proposal": "1100"}).text


def test_what_was_decided_of_reuses_stands_in_it(desk: Desk, officer: httpx.Client) -> None:
    made = Made("Carte", "https://example.org/carte", "Association Exemple", "visualisation")
    number = propose_reuse(desk.site.desk, "lieux", made, DAY, 1)
    assert number is not None
    decide_reuse(desk.site.desk, number, "accepted", DAY)
    [_read, [_moment, act, about, by]] = lines(officer.get("/desk/log"))[:2]
    assert (about, act, by) == (f"Reuse {number}", "accepted", "shell")
