"""What the draft takes a file's encoding for."""

from pathlib import Path

import pytest

from publish.bakehouse.draft.encoding import encoding_of
from publish.errors import SourceError

FRENCH = "Nom;Prénom;Ville\nDupont;Élodie;Besançon près de la forêt, à côté\n" * 3
CZECH = "Jméno;Město\nŽižka;Plzeň, ulice Nádražní\nDvořák;České Budějovice\n" * 5
RUSSIAN = "Имя;Город\nИван;Москва\nМария;Новосибирск\n" * 5


def found(folder: Path, data: bytes) -> str:
    path = folder / "export.csv"
    path.write_bytes(data)
    return encoding_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman"])
def test_french_text_in_any_western_encoding(tmp_path: Path, encoding: str) -> None:
    assert found(tmp_path, FRENCH.encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_text_without_a_mark(tmp_path: Path, encoding: str) -> None:
    assert found(tmp_path, FRENCH.encode(encoding)) == encoding


def test_a_mark_decides(tmp_path: Path) -> None:
    assert found(tmp_path, FRENCH.encode("utf-16")) == "utf-16"
    assert found(tmp_path, FRENCH.encode("utf-32")) == "utf-32"


@pytest.mark.parametrize(
    ("text", "encoding"), [(CZECH, "cp1250"), (CZECH, "iso8859_2"), (RUSSIAN, "cp1251")]
)
def test_other_languages(tmp_path: Path, text: str, encoding: str) -> None:
    assert text.encode(encoding).decode(found(tmp_path, text.encode(encoding))) == text


def test_utf8_is_proven_to_the_last_byte(tmp_path: Path) -> None:
    ascii_text = b"a;b\n" * 500_000
    assert found(tmp_path, ascii_text + "é".encode()) == "utf-8"
    assert found(tmp_path, ascii_text + "Besançon".encode("cp1252")) == "cp1252"


def test_utf8_cut_inside_its_last_character_is_utf8(tmp_path: Path) -> None:
    assert found(tmp_path, "nom\nécole\né".encode()[:-1]) == "utf-8"


def test_utf8_with_one_bad_byte_stays_utf8_so_that_reading_names_it(tmp_path: Path) -> None:
    assert found(tmp_path, "élève\n".encode() * 50 + b"caf\xe9\n") == "utf-8"


MIXED = ["café;été à Besançon\n", "forêt;l'été près de la côte\n", "Élodie;Prénom\n"]


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("utf8", [{0}, {1}, {0, 2}])
def test_two_encodings_in_one_file_are_utf8_so_that_reading_names_it(
    tmp_path: Path, codec: str, utf8: set[int]
) -> None:
    lines = [line.encode("utf-8" if at in utf8 else codec) for at, line in enumerate(MIXED)]
    assert found(tmp_path, b"".join(lines)) == "utf-8"


def test_a_line_of_two_encodings_is_utf8(tmp_path: Path) -> None:
    assert found(tmp_path, "café;".encode() + "été\n".encode("cp1252")) == "utf-8"


def test_a_cell_that_was_decoded_twice_changes_no_encoding(tmp_path: Path) -> None:
    text = FRENCH * 3 + "CafÃ©;à côté;forêt\n"
    assert found(tmp_path, text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("codec", ["mac_roman", "cp1252"])
def test_accents_that_could_be_utf8_are_not(tmp_path: Path, codec: str) -> None:
    text = "nom\nL’école\nl’été, l’église\nÉCOLE d’été\n"
    assert found(tmp_path, text.encode(codec)) == codec


EMPTY = "an empty file; hand over an export with a header and rows"
PACKED = "a ZIP file or a spreadsheet, not text; its extension should say so"
BINARY = "not text; export it as CSV, JSON or a spreadsheet"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", EMPTY),
        (b"\xef\xbb\xbf\n", EMPTY),
        (b"PK\x03\x04xyz", PACKED),
        (bytes(range(1, 30)) * 9, BINARY),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as refused:
        found(tmp_path, data)
    assert str(refused.value) == f"export.csv: {message}"
