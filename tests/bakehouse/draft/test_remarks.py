"""What a draft says of a file beside its columns, with the lines."""

from pathlib import Path

import pytest

from publish.bakehouse.draft import draft


def remarks(tmp_path: Path, text: str | bytes) -> list[str]:
    """The comments on the source of a draft, those on its columns' names left out."""
    export = tmp_path / "a.csv"
    export.write_bytes(text.encode() if isinstance(text, str) else text)
    lines = [line.strip() for line in draft(export).splitlines()]
    said = lines[lines.index("# about:") + 1 : lines.index("sources:")]
    return [line.removeprefix("# ") for line in said if "names the columns" not in line]


def test_an_ordinary_file_is_not_remarked(tmp_path: Path) -> None:
    assert remarks(tmp_path, "nom;places\nA;1\nB;2\n") == []


def test_lines_above_the_table(tmp_path: Path) -> None:
    assert remarks(tmp_path, "Export\n\nnom;places\nA;1\nB;2\n") == [
        "lines 1 to 2 stand above the table: skipped, see `skip:`"
    ]


REMOVE = "remove it from the export, or it will be rejected or published as a record"


@pytest.mark.parametrize(
    ("footer", "where"),
    [
        ("Source : le service\n", "line 5"),
        ("\nTotal;6\n", "line 6"),
        ("Total;6\nSource;\n", "lines 5, 6"),
        ("\n(c) le service;\n", "line 6"),
    ],
)
def test_a_footer(tmp_path: Path, footer: str, where: str) -> None:
    assert remarks(tmp_path, "nom;places\nA;1\nB;2\nC;3\n" + footer) == [
        f"{where}: rather a footer than a record; {REMOVE}"
    ]


def test_records_with_few_cells_are_no_footer(tmp_path: Path) -> None:
    assert remarks(tmp_path, "nom;places\nA;1\nB;\nC;3\nD;\nE;6\nF;\n") == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("nom;places\nA;1\n;\nB;2\n\n; \n", "lines 3, 6"),
        ("Export;\n;\nnom;places\nA;1\n;\nB;2\n", "line 5"),
    ],
)
def test_lines_of_delimiters_alone(tmp_path: Path, text: str, where: str) -> None:
    said = f"{where}: delimiters alone, no cell holds anything; {REMOVE}"
    assert [line for line in remarks(tmp_path, text) if "above" not in line] == [said]


def test_a_header_that_stands_again(tmp_path: Path) -> None:
    text = "nom;places\n" + "".join(f"lieu {n};{n}\nnom;places\n" for n in range(8))
    assert remarks(tmp_path, text) == [
        f"lines 3, 5, 7, 9, 11 and 3 more: the header again; {REMOVE}"
    ]


def test_a_byte_order_mark(tmp_path: Path) -> None:
    said = ["a byte order mark begins the file: no part of its first cell"]
    assert remarks(tmp_path, "\ufeffnom;places\nA;1\n") == said
    assert remarks(tmp_path, "nom;places\nA;1\n".encode("utf-16")) == said


def test_two_encodings_are_told_with_their_lines(tmp_path: Path) -> None:
    mixed = "id,nom\n1,Café\n".encode() + "2,Fête\n3,Dé\n".encode("cp1252")
    assert remarks(tmp_path, mixed) == [
        "two encodings: line 2 in UTF-8, lines 3, 4 in another; "
        "export the file again in one, or cells are garbled or refused"
    ]


@pytest.mark.parametrize("garbled", ["CafÃ©", "lâ€™atelier", "Ã‰cole", "cÅ“ur", "Â«"])
def test_text_that_was_decoded_twice_is_told(tmp_path: Path, garbled: str) -> None:
    (said,) = remarks(tmp_path, f"id,nom\n1,Dole\n2,{garbled}\n")
    assert said.startswith("line 3: decoded twice, such as `")


@pytest.mark.parametrize("whole", ["CAFÉ…", "Ânes", "São", "à « demi »", "50 €", "ÂGÉ", "œuvre"])
def test_accents_are_not_taken_for_it(tmp_path: Path, whole: str) -> None:
    assert remarks(tmp_path, f"id,nom\n1,Dole\n2,{whole}\n") == []
    assert remarks(tmp_path, f"id,nom\n1,Dole\n2,{whole}\n".encode("cp1252")) == []
