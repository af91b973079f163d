"""What is said in English is a text, and knows how to be said otherwise."""

from publish.words.told import told

FRENCH = {
    "%(share)s of values hold %(what)s": "%(share)s des valeurs\u00a0: %(what)s",
    "phones": "téléphones",
    "; ": "\u202f; ",
    "proposed, since %(why)s": "proposé, car\u00a0: %(why)s",
}


def french(message: str) -> str:
    return FRENCH.get(message, message)


def test_a_message_is_its_english_text() -> None:
    assert told("some of %(what)s", what="rows") == "some of rows"
    assert told("100 %") == "100 %"


def test_what_fills_a_message_is_said_in_the_language_too() -> None:
    why = told("%(share)s of values hold %(what)s", share="9 %", what=told("phones"))
    assert why == "9 % of values hold phones"
    assert why.spoken(french) == "9 % des valeurs\u00a0: téléphones"


def test_several_reasons_are_joined() -> None:
    text = told("proposed, since %(why)s", why=(told("phones"), "98 % of 3"))
    assert text == "proposed, since phones; 98 % of 3"
    assert text.spoken(french) == "proposé, car\u00a0: téléphones\u202f; 98 % of 3"
