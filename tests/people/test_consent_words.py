"""Each consent is told with its reach and its end, and once."""

from dataclasses import replace
from typing import Any

import pytest

from publish.people.answer_files import Answer, HeldColumn, HeldConsent, HeldTable
from publish.people.consent_words import consents_told
from publish.site.text.languages import Shown, speaking
from tests.people.test_consents import TABLE

GIVEN = HeldConsent("lieux", "places", "2026-02-01", ("line",), "They may write.", "contact")
TODAY = "2026-12-03"


def sentences(one: HeldConsent) -> tuple[str, ...]:
    """What is told of a consent in English."""
    with speaking(Shown("en")):
        [told] = consents_told(answered(one))
    return told.sentences


def answered(one: HeldConsent, *tables: HeldTable) -> Answer:
    """An answer that holds a consent."""
    return Answer(TODAY, "en", "Us", "us@example.org", tables, (), (one,))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ("You gave it on 1 February 2026.", "It stands until you withdraw it.")),
        (
            {"version": "2025", "expires": "2027-02-01"},
            (
                "You gave it on 1 February 2026, to the words of version 2025.",
                "It stands until 31 January 2027, unless you withdraw it.",
            ),
        ),
        (
            {"expires": "2026-12-03"},
            (
                "You gave it on 1 February 2026.",
                "It stood until 2 December 2026, and no more.",
            ),
        ),
        (
            {"given": "", "version": "3"},
            (
                "You gave it to the words of version 3; no day is noted.",
                "It stands until you withdraw it.",
            ),
        ),
        ({"given": ""}, ("You gave it; no day is noted.", "It stands until you withdraw it.")),
        (
            {"given": "2026-12-04"},
            ("You gave it on 4 December 2026.", "It stands from that day on."),
        ),
    ],
)
def test_a_consent_tells_when_it_was_given_and_until_when_it_stands(
    change: dict[str, str], told: tuple[str, ...]
) -> None:
    assert sentences(replace(GIVEN, covers=(), **change)) == told


def test_what_ended_a_consent_first_is_told() -> None:
    ended: dict[str, Any] = {"version": "2023", "outdated": True, "expires": "2026-08-01"}
    over = replace(GIVEN, **ended, withdrawn="2026-07-01")
    assert sentences(over)[-1] == "You withdrew it on 1 July 2026: it stands no more."
    words = "It stands no more: you gave it to other words than those that stand today."
    assert sentences(replace(over, withdrawn=""))[-1] == words


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"version": "2023", "outdated": True},
            "It stands no more: you gave it to other words than those that stand today.",
        ),
        ({"outdated": True}, "It does not stand: nothing says to which words you gave it."),
        (
            {"given": "", "unread": True, "withdrawn": "2026-11-20"},
            "You withdrew it on 20 November 2026: it stands no more.",
        ),
    ],
)
def test_why_a_consent_stands_no_more_is_told(said: dict[str, Any], told: str) -> None:
    assert sentences(replace(GIVEN, **said))[-1] == told


def test_one_that_cannot_be_read_is_not_told_as_given() -> None:
    unread = replace(GIVEN, covers=(), given="", unread=True)
    assert sentences(unread) == ("It does not stand: what is noted of it cannot be read.",)
    with speaking(Shown("fr")):
        [told] = consents_told(answered(unread))
    assert told.sentences == (
        "Il ne vaut pas\N{NO-BREAK SPACE}: ce qui en est noté ne se lit pas.",
    )


def test_the_columns_and_the_table_are_told_by_their_titles() -> None:
    column = HeldColumn("line", "string", "same", "", {"fr": "Adresse"})
    table = replace(TABLE, titles={"fr": "Lieux", "en": "Places"}, columns=(column,))
    with speaking(Shown("fr")):
        [told] = consents_told(answered(GIVEN, table))
    assert (told.purpose, told.table, told.why) == ("Me contacter", "Lieux", "They may write.")
    assert told.sentences[0] == "Il porte sur\N{NO-BREAK SPACE}: Adresse."
    assert sentences(GIVEN)[0] == "It covers: line."
