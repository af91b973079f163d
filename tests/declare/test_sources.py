"""What a source may be, and what a site lists in `private/sources.yaml`."""

from pathlib import Path

import pytest

from publish.declare.declaration import Dataset
from publish.declare.source_rules import source_findings
from publish.declare.sources import Sources
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.sites import DATASET


@pytest.mark.parametrize(
    "source",
    [
        {"path": "exports/a.csv"},
        {"path": "exports/a.db", "query": "SELECT 1"},
        {"path": "https://example.org/a.sqlite", "query": "SELECT 1"},
        {"connection": "app", "query": "SELECT 1"},
        {"connection": "app", "path": "a-*.csv", "delimiter": ";"},
        {"command": "export", "format": "csv", "delimiter": ";"},
    ],
    ids=str,
)
def test_a_source_is_one_thing(source):
    assert list(source_findings(source)) == []


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ({}, "path", "missing; name a file (`path:`), a `query:` of a `connection:`, or a"),
        ({"query": "SELECT 1"}, "path", "missing; name a file"),
        ({"path": "a.csv", "query": "SELECT 1"}, "query", "nothing says which database is asked"),
        ({"path": "a.db", "query": "x", "table": "t"}, "table", "the query names what it reads"),
        ({"connection": "app"}, "connection", "nothing says what is read; add `query:` for a"),
        ({"connection": "app", "query": "x", "path": "a"}, "path", "a query needs no file; keep"),
        ({"connection": "app", "query": "x", "skip": 1}, "skip", "only for files; this source is"),
        ({"command": "e"}, "command", "the form of its output is not said; add `format: csv`"),
        ({"command": "e", "format": "csv", "path": "a"}, "path", "the source is a command; keep"),
    ],
    ids=str,
)
def test_what_is_two_things_or_none_is_told(source, place, words):
    [((key,), told)] = source_findings(source)
    assert (key, told.startswith(words)) == (place, True), told


def test_a_name_that_is_none_is_told_at_its_line(tmp_path):
    path = tmp_path / "dataset.yaml"
    asked = "{connection: L App, query: SELECT 1}"
    path.write_text(DATASET.replace('{path: exports/lieux.csv, delimiter: ";"}', asked))
    with pytest.raises(DeclarationError, match="'L App' is no name of a source; use a-z, 0-9"):
        load(path, Dataset)


WHOLE = """\
hosts:
  files.intranet: {datasets: [lieux], headers: {Authorization: FILES_AUTHORIZATION}}
  "files.intranet:8080": {datasets: lieux}
  "[fd00::1]": {datasets: lieux}
connections:
  app: {datasets: [lieux], address: "postgresql://reader@db.intranet/app", password: APP_PASSWORD}
  shared: {datasets: [lieux], address: "sftp://reader@files.intranet/exports"}
commands:
  export: {datasets: [lieux], run: [/usr/local/bin/export, --csv], environment: [EXPORT_KEY]}
"""


def listed(folder: Path, text: str) -> Sources:
    path = folder / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, Sources)


def test_a_list_is_read(tmp_path):
    found = listed(tmp_path, WHOLE)
    assert found.connections["app"].kind == "postgresql"
    assert found.hosts["files.intranet"].headers == {"Authorization": "FILES_AUTHORIZATION"}
    assert found.commands["export"].run == ("/usr/local/bin/export", "--csv")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("reader@db", "reader:secret@db", "a password stands in it; take it out, and write `pass"),
        ("postgresql:", "oracle:", "an address that begins with none of mysql:, postgresql:, s3:"),
        ("APP_PASSWORD", "secret", "expected the NAME of an environment variable"),
        ("FILES_AUTHORIZATION", "Bearer secret", "expected the NAME of an environment variable"),
        ("  files.intranet:", "  https://files.intranet:", "is no host; write it in small"),
        ("sftp:", "sqlite:", None),
        ('sftp://reader@files.intranet/exports"', 's3://b", password: K', "S3 takes its keys"),
        ('sftp://reader@files.intranet/exports"', 'sqlite:/a", password: K', "has no password"),
        ("run: [/usr/local/bin/export, --csv]", "run: []", "empty; write at least 1"),
        ("run: [/usr/local/bin/export, --csv]", "run: export", "is not a list such as [a, b]"),
    ],
)
def test_what_is_wrong_in_a_list_is_told_without_the_secret(tmp_path, old, new, words):
    text = WHOLE.replace(old, new, 1)
    assert text != WHOLE
    if words is None:
        assert listed(tmp_path, text).connections["shared"].kind == "sqlite"
        return
    with pytest.raises(DeclarationError) as told:
        listed(tmp_path, text)
    assert words in str(told.value)
    assert "secret" not in str(told.value)
