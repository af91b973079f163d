"""Pairs of partners' rows on a real server: who sees them, what becomes of what they say."""

import re
from collections.abc import Iterator

import httpx
import pytest

from publish.corrections.desk_file import writing
from publish.corrections.log import entries
from publish.corrections.pairs import decided, decided_last, listed
from publish.corrections.renamed_pairs import renamings
from publish.desk.rights import Role, Scope, Territory
from tests.desk.entering import WORDS, Desk, mark_of, told
from tests.desk.pairing import PATH, PLACE, fed_site, pair, tell
from tests.servers import serving

pytestmark = pytest.mark.slow("starts a server")
CAFES = ("alpha/1", "beta/x/7")
MERGED = {"table": "places", "row": "p3"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of places that partners feed."""
    site = fed_site(tmp_path_factory.mktemp("duplicates") / "site")
    with serving(site.root) as server:
        yield Desk(site, server.address)


@pytest.fixture(autouse=True)
def waits(desk: Desk) -> None:
    """Two pairs wait, nothing was said."""
    with writing(desk.site.desk) as database:
        database.execute("DELETE FROM pairs")
    tell(desk.site, pair(*CAFES), pair("alpha/3", "delta/4", 0.62, city="Paris"))


def seen(client: httpx.Client, **more: str) -> dict[str, str]:
    """The hidden fields of the page's forms."""
    text = client.get(PATH, params=WORDS | more).text
    return dict(re.findall(r'type="hidden" name="(seen[\w.]*)" value="(\w+)"', text))


def number_of(desk: Desk, place: int = 0) -> int:
    return listed(desk.site.desk)[place].id


def say(desk: Desk, client: httpx.Client, verdict: str, place: int = 0) -> httpx.Response:
    sent = {"mark": mark_of(client), "act": "decide", **seen(client)}
    return client.post(PATH, data=sent | {f"said.{number_of(desk, place)}": verdict})


def test_a_reviewer_sees_both_rows_side_by_side_and_why(desk: Desk) -> None:
    with desk.member() as client:
        answer = client.get(PATH)
        home = told(client.get("/desk/"))
    assert answer.status_code == 200
    assert "2 pairs of partners’ rows may be one thing each." in home
    said = told(answer)
    assert "Café des Œuvres – Le café <i>des œuvres</i>" in said
    assert "By what they say: 80%" in said.replace("\u00a0", "").replace("\u202f", "")
    assert (
        "alpha 1 beta x/7 Name Café des Œuvres Le café <i>des œuvres</i> Town Lyon (both)" in said
    )
    assert "name nearly equal +9.2" in said.replace("Name nearly", "name nearly")
    assert ("<i>des" in answer.text, "secret-" in answer.text) == (False, False)
    # The row of delta is in no release yet; that of alpha is.
    assert answer.text.count('href="/lieux/places/p') == 3


def test_what_is_said_is_kept_and_asked_no_more(desk: Desk) -> None:
    with desk.member() as client:
        first = say(desk, client, "same")
        assert "1 pair decided: the next publication shows it." in told(first)
        second = say(desk, client, "different")
        assert "No pair of rows waits for a decision." in told(second)
    found = decided(desk.site.desk, *PLACE)
    assert found == ({CAFES}, {("alpha/3", "delta/4")})
    tell(desk.site, pair(*CAFES, 0.99))
    assert listed(desk.site.desk) == []
    acts = [(one.act, one.by != "shell") for one in entries(desk.site.desk)[:2]]
    assert acts == [("different", True), ("same", True)]


def test_why_it_was_asked_stays_after_a_publication(desk: Desk) -> None:
    with desk.member() as client:
        say(desk, client, "same")
        tell(desk.site, pair("alpha/3", "delta/4", 0.62, city="Paris"))
        [kept] = decided_last(desk.site.desk, "lieux", 9)
        assert (kept.cells, "nearly equal" in kept.why) == ({}, True)
        history = told(client.get(PATH)).partition("What was said last")[2]
        assert "Name nearly equal +9.2 Town different −0.8" in history


def test_what_was_said_is_taken_back(desk: Desk) -> None:
    with desk.member() as client:
        number = number_of(desk)
        say(desk, client, "same")
        assert "alpha/1 , beta/x/7 ) : one thing –" in told(client.get(PATH))
        undo = {"mark": mark_of(client), "act": "undo", "pair": str(number)}
        answer = client.post(PATH, data=undo)
        assert f"What was said of pair {number} is taken back." in told(answer)
        again = client.post(PATH, data=undo)
        assert (again.status_code, "somebody decided already" in told(again)) == (409, True)
    assert len(listed(desk.site.desk)) == 2


def test_what_changed_meanwhile_is_shown_again(desk: Desk) -> None:
    with desk.member() as client:
        sent = {"mark": mark_of(client), "act": "decide", **seen(client)}
        tell(desk.site, pair(*CAFES, city="Lille"))
        answer = client.post(PATH, data=sent | {f"said.{number_of(desk)}": "same"})
    assert answer.status_code == 409
    assert "says something else by now; look again." in told(answer)
    assert decided(desk.site.desk, *PLACE).same == frozenset()


@pytest.mark.parametrize("field", ["said.x", "said.999999", "said.-1", "said."])
def test_forms_that_no_page_sent_do_nothing(desk: Desk, field: str) -> None:
    with desk.member() as client:
        mark = mark_of(client)
        sent = {"mark": mark, "act": "decide", field: "same"}
        assert client.post(PATH, data=sent).status_code in (409, 422)
        sent = {"mark": mark, "act": "decide", f"said.{number_of(desk)}": "merge"}
        assert client.post(PATH, data=sent).status_code == 422
        assert client.post(PATH, data={"mark": mark, "act": "drop"}).status_code == 400
        assert client.post(PATH, data={"mark": mark, "act": "undo"}).status_code == 400
        # Without what was seen nobody decides.
        sent = {"mark": mark, "act": "decide", f"said.{number_of(desk)}": "same"}
        assert client.post(PATH, data=sent).status_code == 409
        assert client.post(PATH, data={**sent, "mark": "0" * 64}).status_code == 403
    assert decided(desk.site.desk, *PLACE) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("scope", "role", "shown"),
    [
        (Scope("lieux", "places"), "reviewer", 2),
        (Scope("autres"), "reviewer", 0),
        (Scope(), "corrector", 0),
        (Scope(expires=1), "reviewer", 0),
        # A pair is meant as a whole.
        (Scope("lieux", "places", ("name", "city")), "reviewer", 0),
        # Both rows have to lie there.
        (Scope("lieux", territory=Territory("city", "Lyon")), "reviewer", 1),
        (Scope("lieux", territory=Territory("city", "Paris")), "reviewer", 0),
    ],
)
def test_what_is_not_theirs_they_neither_see_nor_decide(
    desk: Desk, scope: Scope, role: Role, shown: int
) -> None:
    with desk.member() as client:
        marks = seen(client)
    numbers = [one.id for one in listed(desk.site.desk)]
    with desk.member(role=role, scope=scope) as client:
        answer = client.get(PATH)
        assert answer.status_code == 200
        assert answer.text.count('value="different"') == shown
        choices = {f"said.{number}": "same" for number in numbers}
        sent = {"mark": mark_of(client), "act": "decide", **marks, **choices}
        assert client.post(PATH, data=sent).status_code == (200 if shown else 409)
        part = {"mark": mark_of(client), "act": "part", **MERGED, "other": "beta/9", "seen": "x"}
        assert client.post(PATH, data=part).status_code == 409
    assert len(decided(desk.site.desk, *PLACE).same) == shown


def test_a_row_of_several_partners_is_parted(desk: Desk) -> None:
    with desk.member() as client:
        page = client.get(PATH)
        assert "Rows of several partners’ rows: Places" in told(page)
        answer = client.get(PATH, params=WORDS | MERGED)
        assert "What a row was made of: Jardin <b>d’Éole</b>" in told(answer)
        assert "beta 9 Licence etalab-2.0 What is shown of it Town Paris" in told(answer)
        assert "gamma q Licence etalab-2.0 Nothing is shown of it alone." in told(answer)
        sent = {"mark": mark_of(client), "act": "part", **MERGED, **seen(client, **MERGED)}
        answer = client.post(PATH, params=WORDS | MERGED, data=sent | {"other": "gamma/q"})
        assert "They are not the same from now on: the next publication parts them." in told(answer)
        none = client.post(PATH, params=WORDS | MERGED, data=sent)
        assert "Tick the rows that are another thing" in told(none)
        every = {"other": ["alpha/3", "beta/9", "gamma/q"]}
        assert client.post(PATH, data={**sent, **every}).status_code == 422
        other = client.post(PATH, data={**sent, "seen": "0" * 16, "other": "beta/9"})
        assert (other.status_code, "look again" in told(other)) == (409, True)
        assert client.get(PATH, params=WORDS | {**MERGED, "row": "p9"}).status_code == 404
        assert client.get(PATH, params=WORDS | {**MERGED, "table": "x"}).status_code == 404
    different = decided(desk.site.desk, *PLACE).different
    assert different == {("alpha/3", "gamma/q"), ("beta/9", "gamma/q")}


def test_nothing_is_said_against_what_was_said(desk: Desk) -> None:
    tell(
        desk.site, pair("alpha/3", "beta/9"), pair("beta/9", "gamma/q"), pair("alpha/3", "gamma/q")
    )
    with desk.member() as client:
        say(desk, client, "same")
        say(desk, client, "different")
        answer = say(desk, client, "same")
        assert answer.status_code == 409
        assert "beta/9 and gamma/q were said not to be the same." in told(answer)


def test_a_row_under_a_new_key_is_asked_about_in_other_words(desk: Desk) -> None:
    both = [pair("delta/4", "alpha/3"), pair("delta/5", "alpha/3", 0.7)]
    tell(desk.site, *(one._replace(kind="renamed") for one in both))
    with desk.member() as client:
        page = told(client.get(PATH)).replace("\u00a0", "").replace("\u202f", "")
        assert "delta 4 (gone) alpha 3 (new) Name Café des Œuvres Le café" in page
        assert "Is this the same row under a new key? By what they say: 80%" in page
        assert ("The same row Not the same Later" in page, "Are both one" in page) == (True, False)
        one, other = number_of(desk), number_of(desk, 1)
        assert "1 pair decided" in told(say(desk, client, "same"))
        assert "delta/4 , alpha/3 ) : the same row –" in told(client.get(PATH))
        answer = say(desk, client, "same")
        words = f"Pair {other}: alpha/3 was said to be delta/4 under a new key; take that back"
        assert (answer.status_code, words in told(answer)) == (409, True)
        assert renamings(desk.site.desk, *PLACE).same == {"alpha/3": "delta/4"}
        # It is no word about two things that are both there.
        assert decided(desk.site.desk, *PLACE) == (frozenset(), frozenset())
        undo = {"mark": mark_of(client), "act": "undo", "pair": str(one)}
        assert f"What was said of pair {one} is taken back." in told(client.post(PATH, data=undo))
    assert renamings(desk.site.desk, *PLACE).same == {}


def test_others_see_none_of_it(desk: Desk) -> None:
    assert desk.get(PATH).status_code == 403
    assert desk.send(PATH, {"act": "decide"}).status_code == 403
    with desk.member() as client:
        for path in ("/desk/nothing/duplicates", "/desk/%2e%2e/duplicates"):
            assert client.get(path).status_code == 404
