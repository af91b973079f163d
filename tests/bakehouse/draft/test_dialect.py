"""What the draft takes a file's dialect for."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.bakehouse.draft.dialect import FileDialect, detect, dialect_of
from publish.bakehouse.draft.score import Candidate, parse
from publish.errors import SourceError


def found(text: str) -> FileDialect:
    return dialect_of(text, "utf-8")


def written(text: str) -> tuple[str, str]:
    dialect = found(text)
    return dialect.delimiter, dialect.quote


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", ":"])
def test_delimiters(delimiter: str) -> None:
    rows = [["nom", "ville", "places"], ["Atelier", "Dole", "12"], ["Jardin", "Nevers", "8"]]
    assert written("\n".join(map(delimiter.join, rows))) == (delimiter, '"')


def test_decimal_commas_do_not_separate() -> None:
    assert written("lieu;lat;lon\nDole;47,09;5,49\nNevers;46,99;3,16\n") == (";", '"')


def test_times_and_dates_do_not_separate() -> None:
    assert written("heure\n08:30\n09:15\n10:00\n") == ("", '"')
    assert written("jour\n2020-01-02\n2020-02-03\n") == ("", '"')


def test_one_column_of_sentences() -> None:
    assert found("avis\nTrès bien, merci\nÀ revoir\nOui, non, peut-être\n").delimiter == ""


def test_apostrophes_are_no_quotes() -> None:
    assert written("nom;lieu\nl'atelier;d'en haut\nl'école;d'à côté\n") == (";", '"')


def test_single_quotes() -> None:
    assert written("a,b\n'x, y',1\n'z, w',2\n'v, u',3\n") == (",", "'")


def test_quoted_line_breaks_and_doubled_quotes() -> None:
    assert found('a,b\n"un ""mot""",1\n"deux\nlignes",2\n') == FileDialect(
        "utf-8", ",", '"', "", "\n", 0, True
    )


def test_a_backslash_before_quotes() -> None:
    assert found('a,b\n"un \\"mot\\" dit",1\n"deux \\"mots\\" dits",2\n').escape == "\\"


def test_a_bare_inch_sign_is_no_quote() -> None:
    assert written('id;taille\n1;" 5 pouces\n2;" 6 pouces\n3;" 7 pouces\n') == (";", "")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines(newline: str) -> None:
    dialect = found(f"a;b{newline}1;x{newline}2;y{newline}")
    assert (dialect.delimiter, dialect.newline) == (";", newline)


@pytest.mark.parametrize(
    ("above", "skip"),
    [
        ("Export du service\n\n", 2),
        ("# a comment\n# another; one\n", 2),
        ("Titre;;\n;;\n", 2),
        ("\n", 1),
        ('"Titre\nsur deux lignes"\n', 2),
    ],
)
def test_lines_above_the_header_are_counted(above: str, skip: int) -> None:
    dialect = found(above + "nom;ville;places\nAtelier;Dole;12\nJardin;Nevers;8\nFerme;Vesoul;3\n")
    assert (dialect.skip, dialect.has_header, dialect.delimiter) == (skip, True, ";")


def test_a_first_row_of_values_is_no_header() -> None:
    assert not found("1;2020-01-02;4,5\n2;2020-01-03;4,6\n3;2020-01-04;1,2\n").has_header
    assert found("id;jour;note\n2;2020-01-03;4,6\n3;2020-01-04;1,2\n").has_header


def test_a_header_shorter_than_its_rows_is_a_header() -> None:
    dialect = found("a;b;c\n1;2;3;\n4;5;6;\n7;8;9;\n")
    assert (dialect.skip, dialect.has_header) == (0, True)


def test_two_stacked_tables_have_one_delimiter() -> None:
    assert written("a;b;c\n1;2;3\n4;5;6\n\nx;y\nu;v\nw;z\n") == (";", '"')


def test_a_file_with_a_broken_quote_keeps_its_delimiter() -> None:
    rows = "".join(f'{n},"mot, {n}",fin\n' for n in range(40))
    assert written('n,"texte,bord\n' + rows) == (",", '"')


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vide.csv").touch()
    with pytest.raises(SourceError, match=r"vide\.csv: an empty file"):
        detect(tmp_path / "vide.csv")


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    dialect = dialect_of(text or "a", "utf-8")
    assert dialect.skip <= text.count("\n") + text.count("\r")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9999), CELLS, st.dates()), min_size=5, max_size=30))
def test_what_csv_writer_writes_is_read_back(rows: list[tuple[object, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("numéro", "texte", "jour"), *rows])
    dialect = dialect_of(text.getvalue(), "utf-8")
    assert (dialect.delimiter, dialect.quote, dialect.has_header) == (";", '"', True)


@pytest.mark.slow("reads every real file")
def test_the_real_files(shared: Path) -> None:
    expected = json.loads((shared / "data" / "EXPECTED.json").read_text(encoding="utf-8"))
    wrong = []
    for name, facts in expected.items():
        path = shared / "data" / name
        if not facts.get("columns") or path.suffix not in (".csv", ".tsv"):
            continue
        dialect = detect(path)
        with path.open(encoding=dialect.encoding, errors="replace", newline="") as text:
            way = Candidate(dialect.delimiter, dialect.quote, dialect.escape)
            header = next(parse(list(text)[dialect.skip :], way))
        delimiters = {facts["delimiter"], dialect.delimiter}
        if len(delimiters - {""}) > 1 or len(header) != facts["columns"]:
            wrong.append((name, dialect.skip, len(header), facts["columns"]))
    assert wrong == []
