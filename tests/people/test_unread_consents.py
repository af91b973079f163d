"""Which consents a row is said to tell, and what is made of words that are none."""

from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.people.answer_files import HeldConsent, HeldRow, HeldTable
from publish.people.held_consents import held_consents
from tests.people.askers import ADA, asked_site

MEMBERS = """\
  members:
    title: {fr: Membres, en: Members}
    about: things
    sources: [{path: exports/members.csv}]
    contributor: id
    consents:
      share: {column: shared, why: My place may be shown.}
      contact: {column: agreed, months: 12, version: terms, versions: ["2025"], why: Write to me.}
    columns:
      id: {type: string, role: identifier, protect: drop}
      shared: {type: boolean, role: open, protect: drop}
      agreed: {type: datetime, role: open, protect: drop}
      terms: {type: string, role: open, protect: drop}
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return asked_site(tmp_path / "site", MEMBERS)


def told(site: SiteFolder, **values: Any) -> list[HeldConsent]:
    row = HeldRow({"id": ADA, **values}, {}, "")
    held = HeldTable(
        "lieux", "members", {}, "things", "id", 0, "etalab-2.0", "Us", (8, 12), (), (), [row]
    )
    return [*held_consents(site, held, ADA)]


def test_a_yes_and_a_day_are_given(site: SiteFolder) -> None:
    share, contact = told(site, shared=True, agreed="2026-01-02T10:00:00Z", terms="2025")
    assert (share.purpose, share.given, share.unread) == ("share", "", False)
    assert (contact.given, contact.expires) == ("2026-01-02T10:00:00Z", "2027-01-02")
    assert not (contact.unread or contact.outdated)


@pytest.mark.parametrize("value", [None, False, ""])
def test_what_tells_none_is_none(site: SiteFolder, value: Any) -> None:
    assert told(site, shared=value) == []


@pytest.mark.parametrize("value", ["perhaps", "2026-01-02"])
def test_what_is_neither_yes_nor_no_is_not_given(site: SiteFolder, value: str) -> None:
    [share] = told(site, shared=value)
    assert (share.given, share.unread) == ("", True)


@pytest.mark.parametrize("value", ["soon", "2026-01-02 or so"])
def test_what_is_no_day_is_not_given_and_ends_on_none(site: SiteFolder, value: str) -> None:
    [contact] = told(site, agreed=value, terms="2025")
    assert (contact.given, contact.expires, contact.unread) == ("", "", True)


@pytest.mark.parametrize("version", ["2023", None])
def test_words_that_do_not_stand_are_outdated(site: SiteFolder, version: str | None) -> None:
    [contact] = told(site, agreed="2026-01-02", terms=version)
    assert (contact.version, contact.outdated) == (version or "", True)
