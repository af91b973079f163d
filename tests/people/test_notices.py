"""Who received what was erased or corrected is told, once, and what they answer is kept."""

from datetime import date
from pathlib import Path

import pytest

from publish.corrections.log import entries
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.people.clock import DAY_SECONDS, day_of
from publish.people.notice_letters import notice_letter
from publish.people.notices import Notice, notices, tell
from publish.people.outbox import sweep
from publish.people.register import KINDS, OUTCOMES, Kind, close, note_request, one_of
from publish.release.notes import put
from publish.upkeep.people_clock import lines
from tests.people.askers import NOW
from tests.sites import DATASET, METADATA, declare

TODAY = day_of(NOW)
CARD = "governance: {recipients: [{fr: L’hébergeur, en: The host}]}\n"
PUSHES = [
    {"to": "data.gouv.fr", "on": "2026-11-21", "result": "created", "version": "1.0.0"},
    {"to": "Never", "on": "2026-11-21", "result": "unreachable"},
]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A dataset that a portal and a host received, and one that nobody did."""
    site = SiteFolder(tmp_path)
    (tmp_path / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (site.data / "lieux").mkdir(parents=True)
    declare(site, DATASET + CARD)
    (site.releases / "lieux").mkdir(parents=True)
    put(site.releases / "lieux", {"pushes": PUSHES})
    return site


def closed(site: SiteFolder, datasets: tuple[str, ...] = ("lieux",)) -> int:
    """The number of a request of erasure that is done."""
    number = note_request(site.desk, "erasure", "post", TODAY, TODAY, datasets=datasets)
    close(site.desk, number, "erased", "", TODAY)
    return number


def told(site: SiteFolder, number: int) -> list[Notice]:
    """Who is to be told of a request."""
    return notices(site, one_of(site.desk, number))


@pytest.mark.parametrize("datasets", [("lieux",), ()])
def test_the_portal_and_whom_the_card_names_are_told(
    site: SiteFolder, datasets: tuple[str, ...]
) -> None:
    assert told(site, closed(site, datasets)) == [
        Notice("L’hébergeur", ("lieux",)),
        Notice("data.gouv.fr", ("lieux",)),
    ]


def test_of_another_dataset_nobody_is(site: SiteFolder) -> None:
    assert told(site, closed(site, ("autres",))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_of_what_was_changed_and_is_done(site: SiteFolder, kind: Kind) -> None:
    found = set()
    for outcome in OUTCOMES:
        number = note_request(site.desk, kind, "post", TODAY, TODAY, datasets=["lieux"])
        assert told(site, number) == []
        close(site.desk, number, outcome, "Because.", TODAY)
        found |= {outcome} if told(site, number) else set()
    changed = {"corrected", "erased", "erased in part", "stopped"}
    assert found == (set() if kind in ("access", "portability") else changed)


def test_who_was_told_is_noted_and_the_answer_later(site: SiteFolder) -> None:
    number = closed(site)
    tell(site, number, "data.gouv.fr", "", TODAY)
    tell(site, number, "data.gouv.fr", "Done.", date(2027, 1, 4))
    tell(site, number, "data.gouv.fr", "", date(2027, 1, 5))
    assert told(site, number) == [
        Notice("L’hébergeur", ("lieux",)),
        Notice("data.gouv.fr", ("lieux",), TODAY, "Done."),
    ]
    line = entries(site.desk, most=1)[0]
    assert (line.act, line.about) == ("recipient told", f"request {number}")
    with pytest.raises(DeskError, match=r"'Never': of request 1 these are told: L’hébergeur, data"):
        tell(site, number, "Never", "", TODAY)


def test_whoever_was_told_stays_when_the_card_names_them_no_more(site: SiteFolder) -> None:
    number = closed(site)
    tell(site, number, "L’hébergeur", "", TODAY)
    declare(site, DATASET)
    assert told(site, number)[-1] == Notice("L’hébergeur", (), TODAY)


def test_status_reminds_until_all_were_told(site: SiteFolder) -> None:
    number = closed(site)
    head = "people: every request is answered"
    waits = "  request 1 (erasure) erased: to be told: {}: `fournil people requests notices 1`"
    assert [*lines(site, TODAY)] == [head, waits.format("L’hébergeur, data.gouv.fr")]
    tell(site, number, "data.gouv.fr", "", TODAY)
    assert [*lines(site, TODAY)] == [head, waits.format("L’hébergeur")]
    tell(site, number, "L’hébergeur", "", TODAY)
    assert [*lines(site, TODAY)] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "nous y avons effacé ce qui concerne une personne"), ("en", "we erased in them what")],
)
def test_the_letter_names_the_dataset_and_nobody(
    site: SiteFolder, language: str, said: str
) -> None:
    one = one_of(site.desk, closed(site))
    text = notice_letter(site, one, told(site, one.number)[1], language, TODAY)
    assert said in text and text.count("data.gouv.fr") == 1 and "art.\u00a019" in text
    assert text.count("lieux") == 2 and "{" not in text


def test_what_they_answered_goes_with_the_request(site: SiteFolder) -> None:
    tell(site, closed(site), "data.gouv.fr", "Canari", TODAY)
    assert b"Canari" in site.desk.read_bytes()
    sweep(site.desk, NOW + 366 * DAY_SECONDS)
    assert b"Canari" not in site.desk.read_bytes()
