"""The register: what was asked enters it, ends in time, and names nobody."""

from datetime import date
from pathlib import Path

import pytest

from publish.corrections import desk_file
from publish.corrections.log import entries
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.people.clock import DAY_SECONDS, day_of
from publish.people.deadlines import last_day
from publish.people.leavings import done, leave, take_back, waiting_to_leave
from publish.people.links import Asker
from publish.people.outbox import sweep
from publish.people.part_requests import keep_part, parts_done, waiting_parts, withdraw_part
from publish.people.register import close, extend, listed, note_request, one_of
from publish.people.requests import answered, ask, waiting
from tests.people.askers import NOW

DAY = date(2026, 11, 30)
TODAY = day_of(NOW)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site of which the desk is there."""
    return SiteFolder(tmp_path)


def asker(session: str) -> Asker:
    """Somebody, sealed."""
    return Asker(session, "sealed", ("lieux", "autres"))


def test_what_came_by_post_has_a_month_from_the_day_on_which_it_came(site: SiteFolder) -> None:
    number = note_request(site.desk, "erasure", "post", date(2026, 11, 25), DAY, reference="26/41")
    one = one_of(site.desk, number)
    assert (one.kind, one.way, one.reference, one.due) == (
        "erasure", "post", "26/41", date(2026, 12, 25),
    )  # fmt: skip
    assert (one.days_left(DAY), one.days_left(date(2026, 12, 27))) == (25, -2)
    assert [(line.act, line.about, line.by) for line in entries(site.desk)] == [
        ("request noted", f"request {number}", "shell")
    ]


def test_nothing_comes_tomorrow_and_no_address_fits_in_a_reference(site: SiteFolder) -> None:
    with pytest.raises(DeskError, match="2026-12-01: a request is received today, 2026-11-30, or"):
        note_request(site.desk, "access", "mail", date(2026, 12, 1), DAY)
    with pytest.raises(DeskError, match=r"'ada@example\.org': a reference says where the letter"):
        note_request(site.desk, "access", "mail", DAY, DAY, reference="ada@example.org")
    assert listed(site.desk) == []


def test_two_months_more_are_taken_once_for_reasons_within_the_first(site: SiteFolder) -> None:
    number = note_request(site.desk, "access", "mail", DAY, DAY)
    with pytest.raises(DeskError, match=r"two months more need reasons .* `--why TEXT`"):
        extend(site.desk, number, "", DAY)
    with pytest.raises(DeskError, match="its month ended on 2026-12-30, and only within it may be"):
        extend(site.desk, number, "Many files.", date(2026, 12, 31))
    extend(site.desk, number, "Many files.", date(2026, 12, 30))
    one = one_of(site.desk, number)
    assert (one.due, one.why) == (date(2027, 2, 28), "Many files.")
    with pytest.raises(DeskError, match="was extended on 2026-12-30; that is possible once"):
        extend(site.desk, number, "Many files.", date(2026, 12, 30))


def test_a_refusal_has_reasons_and_what_is_closed_stays_closed(site: SiteFolder) -> None:
    number = note_request(site.desk, "objection", "mail", DAY, DAY)
    with pytest.raises(DeskError, match="a refusal gives its reasons"):
        close(site.desk, number, "refused", "", DAY)
    close(site.desk, number, "refused", "The law asks for it.", DAY)
    with pytest.raises(DeskError, match="was closed on 2026-11-30: refused"):
        close(site.desk, number, "given", "", DAY)
    with pytest.raises(DeskError, match="there is no request 9; `fournil people requests` lists"):
        close(site.desk, 9, "given", "", DAY)


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_a_number_that_no_request_can_have_is_told(site: SiteFolder, number: int) -> None:
    note_request(site.desk, "access", "mail", DAY, DAY)
    with pytest.raises(DeskError, match=f"there is no request {number}; `fournil people"):
        close(site.desk, number, "given", "", DAY)
    with pytest.raises(DeskError, match=f"there is no request {number}; `fournil people"):
        extend(site.desk, number, "Many files.", DAY)


def test_nothing_becomes_of_a_request_before_it_came(site: SiteFolder) -> None:
    number = note_request(site.desk, "access", "mail", DAY, DAY)
    said = "request 1 came on 2026-11-30: nothing became of it by 2026-11-29 already"
    with pytest.raises(DeskError, match=said):
        close(site.desk, number, "given", "", date(2026, 11, 29))
    with pytest.raises(DeskError, match=said):
        extend(site.desk, number, "Many files.", date(2026, 11, 29))
    assert one_of(site.desk, number).closed is None


def test_a_request_of_the_desk_enters_and_its_answer_closes_it(site: SiteFolder) -> None:
    ask(site.desk, asker("a"), "en", NOW)
    # Asked again two days later: the clock of the first runs on.
    ask(site.desk, asker("a"), "en", NOW + 2 * DAY_SECONDS)
    [one] = listed(site.desk)
    assert (one.kind, one.way, one.language, one.received) == ("access", "desk", "en", TODAY)
    [asked] = waiting(site.desk)
    answered(site.desk, asked.id, NOW + 3 * DAY_SECONDS)
    [one] = listed(site.desk)
    assert (one.outcome, one.closed) == ("given", day_of(NOW + 3 * DAY_SECONDS))


def test_who_leaves_is_one_request_that_ends_with_the_last_dataset(site: SiteFolder) -> None:
    leave(site.desk, asker("a"), ["lieux", "autres"], NOW, "en")
    first, second = waiting_to_leave(site.desk)
    done(site.desk, [first.id], [], NOW)
    assert [(one.kind, one.closed) for one in listed(site.desk)] == [("erasure", None)]
    done(site.desk, [second.id], [], NOW)
    assert [(one.kind, one.outcome) for one in listed(site.desk)] == [("erasure", "erased")]


def test_who_stays_after_all_took_it_back(site: SiteFolder) -> None:
    leave(site.desk, asker("a"), ["lieux"], NOW)
    assert not take_back(site.desk, asker("b"), "lieux", NOW)
    assert [one.outcome for one in listed(site.desk)] == [None]
    assert take_back(site.desk, asker("a"), "lieux", NOW)
    assert [one.outcome for one in listed(site.desk)] == ["taken back"]


def test_who_takes_back_the_last_after_one_was_done_is_erased_in_part(site: SiteFolder) -> None:
    leave(site.desk, asker("a"), ["lieux", "autres"], NOW)
    [one] = listed(site.desk)
    assert one.datasets == ("autres", "lieux")
    done(site.desk, [waiting_to_leave(site.desk)[0].id], [], NOW)
    assert take_back(site.desk, asker("a"), "autres", NOW)
    [one] = listed(site.desk)
    assert (one.outcome, one.datasets) == ("erased in part", ("lieux",))


def test_who_takes_one_back_and_leaves_the_other_is_erased_there(site: SiteFolder) -> None:
    leave(site.desk, asker("a"), ["lieux"], NOW)
    leave(site.desk, asker("a"), ["autres"], NOW)
    assert take_back(site.desk, asker("a"), "lieux", NOW)
    assert [one.outcome for one in listed(site.desk)] == [None]
    done(site.desk, [waiting_to_leave(site.desk)[0].id], [], NOW)
    [one] = listed(site.desk)
    assert (one.outcome, one.datasets) == ("erased", ("autres",))


def part(site: SiteFolder, session: str, dataset: str = "lieux") -> None:
    """Somebody withdraws a table."""
    withdraw_part(site.desk, asker(session), dataset, "places", "", "delete", NOW, "en")


def outcomes(site: SiteFolder) -> list[tuple[str | None, tuple[str, ...]]]:
    """What became of each request, and what it is about."""
    return [(one.outcome, one.datasets) for one in listed(site.desk)]


def test_who_withdraws_a_part_is_in_it_until_that_is_done(site: SiteFolder) -> None:
    part(site, "a")
    [one] = listed(site.desk)
    assert (one.kind, one.way, one.language, one.due) == (
        "erasure", "desk", "en", last_day(TODAY, extended=False),
    )  # fmt: skip
    assert outcomes(site) == [(None, ("lieux",))]
    parts_done(site.desk, [one.id for one in waiting_parts(site.desk)], NOW)
    assert outcomes(site) == [("erased in part", ("lieux",))]
    assert kept(site) == [""]


def test_who_takes_a_part_back_stays(site: SiteFolder) -> None:
    part(site, "a")
    part(site, "a", "autres")
    first, second = waiting_parts(site.desk)
    assert not keep_part(site.desk, asker("b"), first.id, NOW)
    assert keep_part(site.desk, asker("a"), first.id, NOW)
    assert outcomes(site) == [(None, ("autres",))]
    assert keep_part(site.desk, asker("a"), second.id, NOW)
    assert outcomes(site) == [("taken back", ())]


def test_who_leaves_a_dataset_with_its_parts_is_erased(site: SiteFolder) -> None:
    part(site, "a")
    leave(site.desk, asker("a"), ["lieux"], NOW)
    done(site.desk, [waiting_to_leave(site.desk)[0].id], [], NOW)
    assert outcomes(site) == [("erased", ("lieux",))]
    parts_done(site.desk, [one.id for one in waiting_parts(site.desk)], NOW)
    assert outcomes(site) == [("erased", ("lieux",))]


def test_who_stays_but_for_a_part_waits_for_that(site: SiteFolder) -> None:
    part(site, "a")
    leave(site.desk, asker("a"), ["lieux"], NOW)
    assert take_back(site.desk, asker("a"), "lieux", NOW)
    assert outcomes(site) == [(None, ("lieux",))]
    parts_done(site.desk, [one.id for one in waiting_parts(site.desk)], NOW)
    assert outcomes(site) == [("erased in part", ("lieux",))]


def test_who_leaves_one_waits_for_a_part_of_another(site: SiteFolder) -> None:
    part(site, "a", "autres")
    leave(site.desk, asker("a"), ["lieux"], NOW)
    done(site.desk, [waiting_to_leave(site.desk)[0].id], [], NOW)
    assert outcomes(site) == [(None, ("autres", "lieux"))]
    parts_done(site.desk, [one.id for one in waiting_parts(site.desk)], NOW)
    assert outcomes(site) == [("erased in part", ("autres", "lieux"))]


def test_what_a_maintainer_closed_the_answer_leaves_alone(site: SiteFolder) -> None:
    ask(site.desk, asker("a"), "en", NOW)
    [one] = listed(site.desk)
    close(site.desk, one.number, "taken back", "", TODAY)
    [asked] = waiting(site.desk)
    answered(site.desk, asked.id, NOW)
    assert [one.outcome for one in listed(site.desk)] == ["taken back"]


def test_a_year_after_its_end_nothing_is_left_of_a_request(site: SiteFolder) -> None:
    number = note_request(site.desk, "access", "mail", TODAY, TODAY, reference="Canari 41")
    open_one = note_request(site.desk, "access", "mail", TODAY, TODAY)
    close(site.desk, number, "refused", "Rossignol.", TODAY)
    sweep(site.desk, NOW + 364 * DAY_SECONDS)
    assert [one.number for one in listed(site.desk)] == [open_one, number]
    assert b"Canari" in site.desk.read_bytes()
    sweep(site.desk, NOW + 365 * DAY_SECONDS)
    desk_file.empty_log(site.desk)
    assert [one.number for one in listed(site.desk)] == [open_one]
    assert b"Canari" not in site.desk.read_bytes()
    assert b"Rossignol" not in site.desk.read_bytes()


def test_once_closed_the_session_is_kept_no_longer(site: SiteFolder) -> None:
    ask(site.desk, asker("digest-of-a-session"), "en", NOW)
    assert kept(site) == ["digest-of-a-session"]
    answered(site.desk, waiting(site.desk)[0].id, NOW)
    assert kept(site) == [""]


def kept(site: SiteFolder) -> list[str]:
    """What the register knows of where requests came from."""
    with desk_file.reading(site.desk) as database:
        return [source for (source,) in database.execute("SELECT source FROM register")]
