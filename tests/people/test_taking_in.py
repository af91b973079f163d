"""An archive is taken into an empty site, which then holds the same of the person."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.errors import SourceError, StoreError
from publish.people.answer_files import Answer
from publish.people.answering import Served, held_in, serve_requests
from publish.people.archive import archive as archive_of
from publish.people.taking_in import take_in
from tests.people.askers import ADA, DAY, NOW, asked_site, files_of, opened, requested


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What Ada took along."""
    site = asked_site(tmp_path_factory.mktemp("taken") / "site")
    key = requested(site, ADA)
    assert serve_requests(site, NOW) == Served(1, 0)
    return opened(site, key)


def repacked(archive: bytes, **changed: bytes) -> bytes:
    """The archive with other content in some files."""
    packed = BytesIO()
    with ZipFile(packed, "w") as files:
        for name, content in files_of(archive).items():
            files.writestr(name, changed.get(name.replace(".", "_"), content))
    return packed.getvalue()


@pytest.mark.slow("reads exports")
def test_the_other_site_holds_the_same(archive: bytes, tmp_path: Path) -> None:
    file, other = tmp_path / "my-data.zip", SiteFolder(tmp_path / "other")
    file.write_bytes(archive)
    told = CliRunner().invoke(main, ["--site", str(other.root), "person", "import", str(file)])
    assert told.output == f"{other.data / 'lieux'}: 4 rows taken in\n"
    first = asked_site(tmp_path / "first")
    before, after = (held_in(one, "lieux", [ADA], DAY)[ADA] for one in (first, other))
    assert [(one.table, [row.values for row in one.rows]) for one in before] == [
        (one.table, [row.values for row in one.rows]) for one in after
    ]
    # What was private there is so here.
    private = {(t.table, c.name) for t in before for c in t.columns if c.fate == "private"}
    assert private <= {(t.table, c.name) for t in after for c in t.columns if c.fate == "private"}


KINDS = """\
  kinds:
    title: {fr: Sortes}
    about: things
    sources: [{path: exports/kinds.json}]
    contributor: who
    missing_values: ["", NR]
    columns:
      who: {type: integer, role: identifier, protect: drop}
      text: {type: string, role: free_text, protect: drop}
      count: {type: integer, role: open, thousands: " "}
      size: {type: number, role: open, decimal: ","}
      is: {type: boolean, role: open, true_values: oui, false_values: non}
      day: {type: date, role: open, format: "%d/%m/%Y"}
      at: {type: datetime, role: open, timezone: Europe/Paris}
      tags: {type: list, role: open, separator: "|"}
      more: {type: json, role: open}
"""
ODD = (
    ("7", ' a\n"b" ;é ', "1 200", "0,1", "oui", "21/11/2026", "2026-11-21T08:30:00", "a|b, c"),
    ("7", "NR", "NR", "1e-7", "non", "", "2026-07-01 12:00", ""),
    ("7", "none", "-5", "123456789,125", "NR", "31/12/1999", "", "é"),
)


@pytest.mark.slow("reads exports")
def test_every_kind_of_value_comes_back_as_it_was(tmp_path: Path) -> None:
    names = ("who", "text", "count", "size", "is", "day", "at", "tags")
    rows = [{**dict(zip(names, one, strict=True)), "more": {"a": [1, None]}} for one in ODD]
    site, other = asked_site(tmp_path / "site", KINDS), SiteFolder(tmp_path / "other")
    path = site.data / "lieux" / "exports" / "kinds.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    [before] = held_in(site, "lieux", ["7"], DAY)["7"]
    file = tmp_path / "my-data.zip"
    file.write_bytes(archive_of(Answer("2026-11-30", "en", "P", "c@x.org", [before], [], [])))
    assert take_in(other, file) == {"lieux": 3}
    [after] = held_in(other, "lieux", ["7"], DAY)["7"]
    assert [row.left for row in before.rows] == ["", "", ""]
    assert [row.values for row in after.rows] == [row.values for row in before.rows]
    assert before.rows[0].values["at"] == "2026-11-21T07:30:00Z"


def test_what_is_there_already_is_not_written_over(archive: bytes, tmp_path: Path) -> None:
    file, other = tmp_path / "my-data.zip", SiteFolder(tmp_path / "other")
    file.write_bytes(archive)
    (other.data / "lieux").mkdir(parents=True)
    with pytest.raises(StoreError, match="lieux is there already; take the archive into an empty"):
        take_in(other, file)
    assert list((other.data / "lieux").iterdir()) == []


def test_what_is_no_whole_archive_is_refused(archive: bytes, tmp_path: Path) -> None:
    file, other = tmp_path / "my-data.zip", SiteFolder(tmp_path / "other")
    with pytest.raises(SourceError, match=r"my-data\.zip: no archive of an answer \(FileNotFound"):
        take_in(other, file)
    for content, said in (
        (b"", r"no archive of an answer \(BadZipFile\); give the ZIP of /desk/me"),
        (archive[:-40], "no archive of an answer"),
        (repacked(archive, manifest_json=b"[]"), r"no archive of an answer \(TypeError\)"),
        (repacked(archive, answer_json=b"{}"), "answer.json was changed; take the archive anew"),
    ):
        file.write_bytes(content)
        with pytest.raises(SourceError, match=said):
            take_in(other, file)
    assert not other.data.exists()


@pytest.mark.parametrize("name", ["../evil", "/etc", "desk", ""])
def test_no_name_leads_elsewhere(archive: bytes, tmp_path: Path, name: str) -> None:
    file, other = tmp_path / "my-data.zip", SiteFolder(tmp_path / "other")
    manifest = b'{"files": []}'
    answer = files_of(archive)["answer.json"].replace(
        b'"dataset": "lieux"', b'"dataset": "%b"' % name.encode()
    )
    file.write_bytes(repacked(archive, manifest_json=manifest, answer_json=answer))
    with pytest.raises(SourceError, match="cannot be declared again"):
        take_in(other, file)
    tables = files_of(archive)["answer.json"].replace(b'"table": "places"', b'"table": "../places"')
    file.write_bytes(repacked(archive, manifest_json=manifest, answer_json=tables))
    with pytest.raises(SourceError, match="cannot be declared again"):
        take_in(other, file)
    assert not other.data.exists()
