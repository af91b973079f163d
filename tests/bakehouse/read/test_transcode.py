"""Any encoding, packed or not, becomes UTF-8, or the first wrong byte is told."""

import bz2
import codecs
import gzip
import io
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.read import transcode
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.files import PACKED
from publish.bakehouse.read.transcode import UNPACKERS, plain
from publish.declare.declaration import Source
from publish.errors import SourceError

TEXT = "nom;ville\nZoé;Orléans\n"


def request(
    folder: Path, data: bytes, name: str = "export.csv", encoding: str = "utf-8"
) -> ExportRequest:
    (folder / name).write_bytes(data)
    return ExportRequest(folder / name, name, Source(path=name, encoding=encoding), ())


def zipped(*members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            archive.writestr(member, TEXT)
    return target.getvalue()


def told(asked: ExportRequest) -> str:
    with pytest.raises(SourceError) as refused:
        plain(asked, asked.path.with_name("copy"))
    return str(refused.value)


PACKINGS = {
    ".gz": gzip.compress(TEXT.encode()),
    ".bz2": bz2.compress(TEXT.encode()),
    ".zst": zstandard.compress(TEXT[:9].encode()) + zstandard.compress(TEXT[9:].encode()),
    ".zip": zipped("export.csv"),
}


def test_plain_utf8_is_left_where_it_is(tmp_path):
    asked = request(tmp_path, TEXT.encode())
    assert plain(asked, tmp_path / "copy") == asked.path
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("packing", PACKINGS)
def test_packed_files_are_unpacked(tmp_path, packing):
    asked = request(tmp_path, PACKINGS[packing], f"export.csv{packing}")
    assert plain(asked, tmp_path / "copy").read_text() == TEXT


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_packed_file_cut_short_is_refused(tmp_path, packing):
    asked = request(tmp_path, PACKINGS[packing][:-5], f"export.csv{packing}")
    assert told(asked).startswith(f"export.csv{packing}: cannot be unpacked whole (")


def test_every_packing_has_its_unpacker():
    assert set(UNPACKERS) - {None} == set(PACKED) == set(PACKINGS)


def test_an_archive_of_two_files_is_refused(tmp_path):
    asked = request(tmp_path, zipped("a.csv", "b.csv"), "export.zip")
    assert "2 files in it where one is expected; unpack it and hand over each" in told(asked)


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(transcode, "UNPACKED_BYTES", 1 << 21)
    asked = request(tmp_path, gzip.compress(b"0" * (1 << 22)), "export.csv.gz")
    assert "GiB unpacked; split the export" in told(asked)


@pytest.mark.parametrize(
    "encoding",
    ["cp1252", "latin-1", "utf-16", "utf-16-le", "utf-32", "mac-roman", "cp850", "utf-7"],
)
def test_encodings_become_utf8(tmp_path, encoding):
    asked = request(tmp_path, TEXT.encode(encoding), encoding=encoding)
    assert plain(asked, tmp_path / "copy").read_text() == TEXT


def test_a_byte_order_mark_goes(tmp_path):
    data = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")
    asked = request(tmp_path, data, encoding="utf-16-le")
    assert plain(asked, tmp_path / "copy").read_text() == TEXT


def test_utf16_cut_inside_a_character_is_refused(tmp_path):
    asked = request(tmp_path, TEXT.encode("utf-16")[:-1], encoding="utf-16")
    assert told(asked) == (
        "export.csv: line 2: byte 0x0A at position 44 is not utf-16; the file is cut there or has "
        "another encoding: declare `encoding:`, such as `utf-8`"
    )


def test_an_undefined_byte_is_refused_with_its_line(tmp_path):
    asked = request(tmp_path, b"a\nb\n\x81\n", encoding="cp1252")
    assert told(asked).startswith("export.csv: line 3: byte 0x81 at position 4 is not cp1252")


def test_utf16_taken_for_utf8_is_recognised(tmp_path):
    assert told(request(tmp_path, TEXT.encode("utf-16"))).endswith("such as `utf-16`")


@pytest.mark.parametrize("encoding", ["latin-99", "base64"])
def test_an_unknown_encoding_is_refused(tmp_path, encoding):
    assert f"unknown encoding '{encoding}'" in told(request(tmp_path, b"a", encoding=encoding))


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"PK\x03\x04", "a zip archive or a spreadsheet"),
        (b"\x1f\x8b", "packed by gzip"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3\0", "a SQLite database"),
    ],
)
def test_other_formats_are_recognised(tmp_path, head, what):
    assert f"this is {what}, not text" in told(request(tmp_path, head + b"..."))


def test_a_file_that_is_not_there_is_told(tmp_path):
    asked = ExportRequest(tmp_path / "x.csv", "x.csv", Source(path="x.csv"), ())
    assert told(asked) == "x.csv: cannot be read: No such file or directory"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")),
    encoding=st.sampled_from(["utf-16", "utf-32-be", "gb18030", "utf-8-sig"]),
    chunk=st.integers(1, 5),
)
def test_the_size_of_a_chunk_changes_nothing(tmp_path_factory, text, encoding, chunk):
    folder = tmp_path_factory.mktemp("transcode")
    asked = request(folder, gzip.compress(text.encode(encoding)), "export.csv.gz", encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transcode, "CHUNK", chunk)
        # A longer mark would be taken for another format.
        if not text.startswith(("PK\x03\x04", "BZh", "PAR1", "%PDF", "SQLite")):
            copy = plain(asked, folder / "copy").read_bytes()
            assert copy.decode("utf-8-sig") == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850", "cp1251"])
@pytest.mark.parametrize("name", ["export.csv", "export.csv.gz"])
def test_utf8_that_is_declared_as_something_older_is_refused(tmp_path, encoding, name):
    data = TEXT.encode() if name == "export.csv" else gzip.compress(TEXT.encode())
    shown = "é".encode().decode(encoding)
    assert told(request(tmp_path, data, name, encoding)) == (
        f"{name}: line 2: C3 A9 is é in UTF-8, as all of the file is, and `{shown}` in "
        f"{encoding}; remove `encoding: {encoding}`, or give the file a source of its own "
        "without it"
    )


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"nom\nZoe\n", "cp1252"),
        ("nom\nZoé\nCafÃ©\n".encode("cp1252"), "cp1252"),
        ("nom\nL’école\n".encode("mac_roman"), "mac_roman"),
        ("nom\nЁж, Гёте\n".encode("cp1251"), "cp1251"),
        ("nom\nZoé\n".encode() + b"\xe9", "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
    ],
)
def test_what_is_not_utf8_is_read_as_declared(tmp_path, data, encoding):
    asked = request(tmp_path, data, encoding=encoding)
    assert plain(asked, tmp_path / "copy").read_bytes().decode() == data.decode(encoding)


def test_a_second_encoding_is_told_as_one(tmp_path):
    asked = request(tmp_path, "nom\nZoé\n".encode() + "Chloé\n".encode("cp1252"))
    assert told(asked) == (
        "export.csv: line 3: byte 0xE9 at position 13 is not utf-8; the file is cut there or "
        "holds two encodings: export it again in one"
    )
