"""Exports of survey forms: the program is told by its columns, and each column by the form."""

from pathlib import Path

import pytest

from publish.bakehouse.draft import draft
from publish.bakehouse.draft.people import Guessed, about_people, contributor_of, proposed_counts
from publish.bakehouse.draft.samples import samples_of
from publish.bakehouse.draft.surveys import form_of, surveyed
from publish.bakehouse.draft.write import guesses

OPINIONS = ("Très bien", "Bien", "Moyen", "Mauvais")
HEADERS = {
    "KoboToolbox": "start;end;Commune;Transport/Vélo;Vos remarques;_id;_uuid;_submission_time",
    "LimeSurvey": "ID de la réponse;Date de soumission;Dernière page;Langue de départ;Votre avis",
    "Framaforms": "Numéro de série;SID;Heure de soumission;UID;Nom d’utilisateur;Adresse IP;Âge",
    "Google Forms": "Horodateur;Adresse e-mail;Que pensez-vous du bus ?;Autre chose à dire ?",
}
NO_SURVEY = (
    "start;end;email;title",
    "timestamp;level;message",
    "id;uid;username;time",
    "Numéro;Heure;Lieu",
)


def export(folder: Path, header: str, *rows: str) -> Path:
    path = folder / "reponses.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", HEADERS)
def test_the_program_is_told_by_the_columns_that_it_adds(form: str) -> None:
    assert form_of(HEADERS[form].split(";")) == form


@pytest.mark.parametrize("header", NO_SURVEY)
def test_what_only_looks_a_little_like_one_is_none(header: str) -> None:
    assert form_of(header.split(";")) is None


@pytest.fixture
def kobo(tmp_path: Path) -> Path:
    rows = (
        f"2026-05-{n % 28 + 1:02}T10:00:00;2026-05-{n % 28 + 1:02}T10:09:00;"
        f"{('Die', 'Crest', 'Valence')[n % 3]};{n % 2};"
        f"Texte libre {n} que quelqu’un a écrit sans relire;{700 + n};u-{n:04x};2026-05-30"
        for n in range(60)
    )
    return export(tmp_path, HEADERS["KoboToolbox"], *rows)


def test_each_column_is_what_the_form_makes_of_it(kobo: Path) -> None:
    [sample], _ = samples_of(kobo)
    columns = {one.header: one for one in guesses(sample)}
    assert {header: (one.role.role, one.role.drop) for header, one in columns.items()} == {
        "start": ("quasi_identifier", True),
        "end": ("quasi_identifier", True),
        "Commune": ("open", False),
        "Transport/Vélo": ("open", False),
        "Vos remarques": ("free_text", True),
        "_id": ("identifier", True),
        "_uuid": ("identifier", True),
        "_submission_time": ("quasi_identifier", True),
    }
    assert columns["Commune"].role.why == ("a closed question, 3 answers",)
    assert (columns["Transport/Vélo"].type.type, columns["Transport/Vélo"].type.keys) == (
        "boolean",
        {"true_values": ["1"], "false_values": ["0"]},
    )


def test_who_is_behind_an_answer_is_its_number_where_nobody_is_named(kobo: Path) -> None:
    [sample], _ = samples_of(kobo)
    columns = guesses(sample)
    assert (about_people(columns), contributor_of(columns)) == (True, "id")
    survey = surveyed(columns)
    assert survey and survey.form == "KoboToolbox"


def test_counts_are_proposed_with_the_people_that_they_reach(kobo: Path) -> None:
    [sample], _ = samples_of(kobo)
    columns = guesses(sample)
    found = list(proposed_counts(Guessed(sample, columns, "id")))
    assert found == [(("commune",), 20, 0), (("transport_velo",), 30, 0)]


def test_the_draft_says_how_people_could_leave(kobo: Path) -> None:
    text = draft(kobo)
    for line in (
        "    # A survey, as KoboToolbox exports it: about people.",
        "    # contributor: id",
        "    #   by_commune: {by: [commune], title: {fr: …}}  # 20",
        "    # privacy: {k: 11}",
    ):
        assert line in text.splitlines()


def test_a_form_that_names_nobody_asks_for_the_word_of_a_person(tmp_path: Path) -> None:
    rows = (f"2026-05-{n % 28 + 1:02} 10:00;{OPINIONS[n % 4]}" for n in range(60))
    text = draft(export(tmp_path, "Horodateur;Que pensez-vous du bus ?", *rows))
    assert "    # one_row_per_person: {reviewed: …, why: …}" in text.splitlines()
