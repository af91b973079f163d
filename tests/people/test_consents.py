"""What `consents.jsonld` tells of each consent: its words, its end, what became of it."""

from dataclasses import replace
from typing import Any

import pytest

from publish.people.answer_files import Answer, HeldConsent, HeldTable
from publish.people.consents import consent_records

TABLE = HeldTable(
    "lieux", "places", {"en": "Places"}, "things", "author", 0, "ODbL-1.0", "Le Collectif",
    (8, 12), (), (), (),
)  # fmt: skip
GIVEN = HeldConsent("lieux", "places", "2025-12-01", ("line",), "Write to me.", "contact")
EVER: dict[str, Any] = {
    "@type": "dpv:ConsentGiven",
    "dpv:isIndicatedBy": {"@id": "#me"},
    "dpv:isIndicatedAtTime": {"@type": "xsd:date", "@value": "2025-12-01"},
}


def record(day: str = "2026-11-30", **said: Any) -> dict[str, Any]:
    answer = Answer(day, "en", "Us", "us@example.org", (TABLE,), (), (replace(GIVEN, **said),))
    [one] = consent_records(answer)["@graph"]
    return dict(one)


def test_a_consent_tells_its_purpose_its_words_and_until_when_it_stands() -> None:
    one = record(version="2025", expires="2026-12-01")
    assert one["dpv:hasConsentStatus"] == EVER
    assert one["dpv:hasPurpose"]["dct:identifier"] == "contact"
    assert one["dpv:hasProcessing"] == {"@id": "dpv:Use"}
    assert one["dpv:hasNotice"] == {"@type": "dpv:ConsentNotice", "dcat:version": "2025"}
    assert one["dpv:hasDuration"]["dct:date"]["@value"] == "2026-12-01"
    assert [of["dct:title"] for of in one["dpv:hasRecipient"]] == ["the public"]


def test_one_that_is_over_is_told_so_from_its_last_day_on() -> None:
    over = {
        "@type": "dpv:ConsentExpired",
        "dct:date": {"@type": "xsd:date", "@value": "2026-12-01"},
    }
    assert record("2026-12-01", expires="2026-12-01")["dpv:hasConsentStatus"] == [EVER, over]
    assert record("2026-11-30", expires="2026-12-01")["dpv:hasConsentStatus"] == EVER


def test_one_that_was_withdrawn_tells_the_day() -> None:
    [given, gone] = record(withdrawn="2026-11-20")["dpv:hasConsentStatus"]
    assert given == EVER
    assert gone["@type"] == "dpv:ConsentWithdrawn"
    assert gone["dpv:isIndicatedAtTime"]["@value"] == "2026-11-20"


def test_one_to_words_that_stand_no_more_is_revoked_by_who_publishes() -> None:
    us = {"@type": "dpv:DataController", "dct:title": "Le Collectif"}
    gone = {"@type": "dpv:ConsentRevoked", "dpv:isIndicatedBy": us}
    outdated = record(version="2023", outdated=True)
    assert outdated["dpv:hasConsentStatus"] == [EVER, gone]
    assert outdated["dpv:hasDataController"] == us
    # The positive control: to words that stand, nothing ended it.
    assert record(version="2023")["dpv:hasConsentStatus"] == EVER


def test_to_which_words_is_unknown_where_nothing_tells() -> None:
    unknown = {"@type": "dpv:ConsentUnknown"}
    assert record(outdated=True)["dpv:hasConsentStatus"] == [EVER, unknown]


def test_one_that_cannot_be_read_is_never_called_given() -> None:
    assert record(given="", unread=True)["dpv:hasConsentStatus"] == {"@type": "dpv:ConsentUnknown"}
    [unknown, gone] = record(given="", unread=True, withdrawn="2026-11-20")["dpv:hasConsentStatus"]
    assert (unknown["@type"], gone["@type"]) == ("dpv:ConsentUnknown", "dpv:ConsentWithdrawn")


@pytest.mark.parametrize(
    ("withdrawn", "became"),
    [
        ("2026-11-19", ["Given", "Withdrawn"]),
        ("2026-11-20", ["Given", "Expired", "Withdrawn"]),
    ],
)
def test_what_was_withdrawn_is_not_over_afterwards(withdrawn: str, became: list[str]) -> None:
    told = record(expires="2026-11-20", withdrawn=withdrawn)["dpv:hasConsentStatus"]
    assert [one["@type"].removeprefix("dpv:Consent") for one in told] == became


@pytest.mark.parametrize("purpose", ["share", "contact"])
def test_what_covers_nothing_goes_to_nobody(purpose: str) -> None:
    assert record(covers=(), purpose=purpose)["dpv:hasRecipient"] == []
