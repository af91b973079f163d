"""Whatever refuses is said in French and in English."""

import re

import pytest

from publish.site.http.arguments import _WRITTEN
from publish.site.text.languages import Shown, speaking
from publish.site.text.refused_words import MESSAGES, TEMPLATES, refused, spoken
from tests.site.text.raised import SITE, Raised, raised

# Their parts are words, each of which has a template: `test_parts_that_are_words`.
OF_WORDS = {"7: '7' is 7", "This spreadsheet 7; filter more, or ask for .csv"}
ALL = sorted(raised(), key=lambda one: one.place)


def test_all_rooms_are_searched() -> None:
    texts = {one.text for one in ALL}
    assert len(texts) > 70
    # One of each way to write it: as it is, by a name, by a function, with parts, of either two.
    assert "No such file" in texts
    assert "This query takes too much memory; sort or group fewer rows" in texts
    assert "7: more than 500 values; ask for fewer" in texts
    assert any(text and text.endswith(", such as 7") for text in texts)
    assert texts >= OF_WORDS


def test_what_is_not_translated_is_found() -> None:
    with speaking(Shown("fr")):
        assert spoken("Nobody wrote this down", {}) == ("Nobody wrote this down", "en")
        assert spoken("Nobody: wrote 7 down", {})[1] == "en"


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.place} {one.text}"[:70])
def test_every_refusal_of_the_source_has_its_french(one: Raised) -> None:
    assert one.text is not None, f"{one.place}: say it in words that this test can read"
    if one.text in OF_WORDS:
        return
    with speaking(Shown("fr")):
        said, unknown = spoken(one.text, {})
    assert unknown is None, one.place
    assert said != one.text
    with speaking(Shown("en")):
        assert spoken(one.text, {}) == (one.text, None)


@pytest.mark.parametrize("why", sorted({wrong for _pattern, wrong in _WRITTEN.values()}))
def test_parts_that_are_words(why: str) -> None:
    with speaking(Shown("fr")):
        said, unknown = spoken(f"seats: 'abc' is {why}", {"seats": "Places assises"})
    assert unknown is None
    assert said.startswith("Places assises\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}abc")


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_has_its_french(message: str) -> None:
    with speaking(Shown("fr")):
        said, unknown = spoken(message, {})
    assert unknown is None
    assert said != message


def test_limits_are_written_as_the_language_writes_numbers() -> None:
    raised = "_near: “dix” km is no distance; write a number from 0.1 to 500"
    nbsp, thin = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
    with speaking(Shown("fr")):
        assert refused(raised, {}) == (
            f"_near{nbsp}: «{nbsp}dix{nbsp}» km n’est pas une distance{thin}; "
            "écrivez un nombre de 0,1 à 500"
        )


def test_no_words_of_a_visitor_break_a_refusal() -> None:
    hostile = "x km is no distance; write a number from b to c%(name)s%"
    raised = f"_near: “{hostile}” km is no distance; write a number from 0.1 to 500"
    with speaking(Shown("fr")):
        said, unknown = spoken(raised, {})
    assert unknown is None
    assert hostile in said


def test_what_is_raised_is_english_until_it_is_answered() -> None:
    classes = re.compile(r"(BadRequest|NotFound|Forbidden|Busy|TooMuch|PayloadTooLarge)\(\s*_\(")
    found = [path.name for path in SITE.rglob("*.py") if classes.search(path.read_text("utf-8"))]
    assert found == []


def test_templates_are_told_apart() -> None:
    assert len(TEMPLATES) == len(set(TEMPLATES))
    assert not set(TEMPLATES) & set(MESSAGES)
