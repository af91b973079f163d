"""The report of a release is told from one place, alike in both languages."""

import re

import pytest

from publish.declare.techniques import TECHNIQUES
from publish.release.report import facts, role, sentences, technique
from publish.release.report_words import MODES, ROLES, SENTENCES

TABLE = {
    "name": "places",
    "mode": "things",
    "records_in": 3501,
    "rows_out": {"places": 3500},
    "rejected": [{"column": "lat", "reason": "is over the maximum 90", "rows": 1}],
    "columns_published": [{"name": "day", "role": "open", "technique": "truncate_date"}],
    "columns_dropped": [{"name": "author", "role": "identifier"}],
    "protection": {},
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_tells_the_same_in_each_language(code: str) -> None:
    told = SENTENCES[code]
    named = {language: sorted(re.findall(r"%\((\w+)\)s", text)) for language, text in told.items()}
    assert told.keys() == {"fr", "en"}
    assert named["fr"] == named["en"] and told["fr"] != told["en"]


def test_the_words_of_codes() -> None:
    assert MODES.keys() == {"things", "aggregates", "records", "named", "counts"}
    assert [role(name, "en") for name in (*ROLES, "other")] == [
        *("reveals nobody", "says who it is", "could lead to someone", "private matter"),
        *("free text", "other"),
    ]
    assert [technique(name, "fr") for name in ("band", "other")] == ["par tranches", "other"]
    assert all(technique(name, "en") != name for name in TECHNIQUES)


def test_a_report_in_english() -> None:
    assert sentences(TABLE, "en") == (
        "3,501 records were read, 3,500 rows are published.",
        "1 record was set aside, for it does not fit its description.",
        "Never published: author (says who it is).",
        "Made less precise: day (without the exact day).",
    )
    assert facts(TABLE, "en") == (
        "about things, not people",
        "1 column not published",
        "day recoded",
    )


def test_a_report_in_french() -> None:
    assert sentences(TABLE, "fr") == (
        "3\u202f501 enregistrements lus, 3\u202f500 lignes publiées.",
        "1 enregistrement a été écarté, car il ne correspond pas à sa description.",
        "Jamais publié\u00a0: author (dit qui c’est).",
        "Rendu moins précis\u00a0: day (sans le jour exact).",
    )
    assert facts(TABLE, "fr") == (
        "elle décrit des choses, pas des personnes",
        "1 colonne non publiée",
        "recodage de day",
    )


def test_columns_are_told_by_their_titles_where_they_have_some() -> None:
    dropped = [
        {"name": "author", "titles": {"fr": "Auteur", "en": "Author"}, "role": "identifier"},
        {"name": "note", "titles": {"fr": "Note"}, "role": "free_text"},
    ]
    table = TABLE | {"columns_dropped": dropped}
    thin = "\N{NARROW NO-BREAK SPACE}"
    assert f"Auteur (dit qui c’est){thin}; Note (texte libre)" in " ".join(sentences(table, "fr"))
    assert "Author (says who it is); Note (free text)" in " ".join(sentences(table, "en"))
    assert "author (" in " ".join(sentences(TABLE, "fr"))
