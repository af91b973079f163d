"""Reuses by form on a real server: what is taken, who decides, what is shown afterwards."""

from collections.abc import Iterator
from datetime import date
from itertools import count

import httpx
import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.corrections.log import entries
from publish.corrections.reuses import reuses_in
from publish.release.reuse import reuses_of
from tests.desk.entering import Desk, mark_of, open_site, told
from tests.servers import serving
from tests.sites import publish_one

pytestmark = pytest.mark.slow("starts a server")

MAP = {
    "dataset": "lieux", "title": "Carte des cafés", "url": "https://example.org/carte",
    "maker": "Association Exemple", "kind": "visualisation",
}  # fmt: skip
_ASKED = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site whose desk takes eight reuses a day."""
    site = open_site(tmp_path_factory.mktemp("reuses") / "site", "{per_day: 8}")
    with serving(site.root) as server:
        yield Desk(site, server.address)


def send(desk: Desk, **fields: str) -> httpx.Response:
    """What becomes of the form, each time from another address."""
    who = {"x-forwarded-for": f"198.51.100.{next(_ASKED)}"}
    form = {"form": desk.sealed(row=("reuses",), version="")}
    return desk.send("/desk/reuses/add", {**form, **MAP, **fields}, who)


def waiting(desk: Desk) -> list[str]:
    """The addresses of those that wait."""
    return [one.made.url for one in reuses_in(desk.site.desk, "open")]


def run(desk: Desk, *words: str) -> str:
    return CliRunner().invoke(main, ["--site", str(desk.site.root), "reuse", *words]).output


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "", "It cannot be empty."),
        ("title", "a" * 151, "Write 150 letters at most."),
        ("title", "Carte\u202e", "characters that cannot be seen"),
        ("url", "http://example.org", "which begins with https://"),
        ("url", "javascript:alert(1)", "which begins with https://"),
        ("url", "https://ada:secret@example.org/", "which begins with https://"),
        ("maker", " ", "It cannot be empty."),
        ("dataset", "private", "Choose one."),
        ("kind", "virus", "Choose one."),
        ("kind", "database", "A database says its licence."),
        ("license", "mine", "A database says its licence."),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field(
    desk: Desk, field: str, typed: str, said: str
) -> None:
    before = waiting(desk)
    answer = send(desk, **{field: typed})
    assert (answer.status_code, said in told(answer)) == (422, True), told(answer)
    assert f'id="_{field if typed != "database" else "license"}_wrong"' in answer.text
    assert waiting(desk) == before


def test_programs_and_old_forms_are_turned_away(desk: Desk) -> None:
    before = waiting(desk)
    assert send(desk, homepage="x").status_code == 303
    fast = desk.sealed(ago=0, row=("reuses",), version="")
    assert "That was fast" in told(send(desk, form=fast))
    assert "not of this page" in told(send(desk, form=desk.sealed()))
    assert waiting(desk) == before


def test_what_is_accepted_is_listed_with_the_file_of_the_maintainer(desk: Desk) -> None:
    assert "Lieux" in httpx.get(f"{desk.address}/desk/reuses/add?_lang=fr").text
    assert "/desk/reuses/add" in desk.get("/reuses").text
    attack = '"><script>alert(1)</script>'
    bad = f"https://example.org/{len(attack)}"
    assert send(desk, title=attack, url=bad).status_code == 303
    assert send(desk).headers["location"] == "/desk/reuses/thanks?_lang=en"
    assert send(desk).status_code == 303
    assert waiting(desk) == [bad, MAP["url"]]
    assert "example.org/carte" not in desk.get("/reuses").text
    first, second = reuses_in(desk.site.desk, "open")
    with desk.member("Ada") as client:
        page = client.get("/desk/reuses").text
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        sent = {"mark": mark_of(client), "decision": "refuse", "reuse": str(first.id)}
        assert client.post("/desk/reuses", data=sent | {"mark": "x"}).status_code == 403
        assert client.post("/desk/reuses", data=sent).status_code == 200
        sent |= {"decision": "accept", "reuse": str(second.id)}
        assert client.post("/desk/reuses", data=sent).status_code == 200
        again = client.post("/desk/reuses", data=sent)
        assert (again.status_code, "does not wait for you" in told(again)) == (409, True)
    acts = [(one.act, one.about) for one in entries(desk.site.desk) if "reuse" in one.about]
    assert acts == [("accepted", f"reuse {second.id}"), ("refused", f"reuse {first.id}")]
    assert b"script>alert" not in desk.site.desk.read_bytes()
    (desk.site.data / "lieux" / "reuses.yaml").write_text(
        "reuses:\n  - {title: {fr: Un article}, url: https://example.org/article, by: Le Journal,"
        " kind: article, since: 2026-11-01}\n",
        encoding="utf-8",
    )
    assert publish_one(desk.site).exit_code == 0
    listed = reuses_of(desk.site.releases / "lieux")
    assert [one.url for one in listed] == [MAP["url"], "https://example.org/article"]
    run(desk, "remove", "lieux", MAP["url"])
    [left] = reuses_of(desk.site.releases / "lieux")
    assert left.url == "https://example.org/article"


def test_a_member_of_another_dataset_decides_nothing(desk: Desk) -> None:
    url = "https://example.org/autre"
    assert send(desk, url=url).status_code == 303
    [one] = [one for one in reuses_in(desk.site.desk, "open") if one.made.url == url]
    for name, scope in (("Bob", ("--on", "lieux.places")), ("Eve", ())):
        role = "reviewer" if scope else "corrector"
        link = _invited(desk, name, role, *scope)
        with httpx.Client(base_url=desk.address, params={"_lang": "en"}) as client:
            who = {"x-forwarded-for": f"198.51.100.{next(_ASKED)}"}
            client.post("/desk/sign-in", data={"link": link}, headers=who)
            assert url not in client.get("/desk/reuses").text
            sent = {"mark": mark_of(client), "decision": "accept", "reuse": str(one.id)}
            assert client.post("/desk/reuses", data=sent).status_code == 409
    assert url in waiting(desk)
    assert f"{one.id}  lieux  visualisation  {url}" in run(desk, "waiting")
    assert run(desk, "accept", str(one.id), "--as-of", "2026-11-22") == (
        f"reuse {one.id}: listed with those of lieux\n"
    )
    shown = next(each for each in reuses_of(desk.site.releases / "lieux") if each.url == url)
    assert shown.since == date(2026, 11, 22)
    assert f"lieux  2026-11-22  visualisation  {url}" in run(desk, "list")
    assert "no reuse 99 waits" in run(desk, "refuse", "99")


def test_a_day_has_a_bound(desk: Desk) -> None:
    answers = [send(desk, url=f"https://example.org/{number}") for number in range(9)]
    assert [one.status_code for one in answers][-1] == 429
    assert "Come back tomorrow." in told(answers[-1])


def _invited(desk: Desk, name: str, role: str, *scope: str) -> str:
    words = ["--site", str(desk.site.root), "desk", "invite", name, "--role", role, *scope]
    output = CliRunner().invoke(main, words).output
    return output.partition("?link=")[2].strip()
