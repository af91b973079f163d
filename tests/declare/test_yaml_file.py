"""YAML files: what is read, and what is said of a file that is no YAML or no model."""

import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.declare.declaration import Dataset, SiteMetadata
from publish.declare.model import Model
from publish.declare.wording import EXPECTED
from publish.declare.yaml_file import line_of, load
from publish.errors import DeclarationError

DEEP = "lists or mappings within one another beyond measure; close them, or remove them"


class Sample(Model):
    """One key of each kind."""

    text: str | None = None
    whole: int | None = None
    number: float | None = None
    truth: bool | None = None
    day: date | None = None
    several: tuple[str, ...] | None = None
    named: dict[str, int] | None = None


def refusal(tmp_path: Path, text: str | bytes, model: type[Model] = Sample) -> str:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(DeclarationError) as refused:
        load(path, model)
    return str(refused.value).replace(str(path), "a.yaml")


def read(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, Sample)


def test_each_kind_of_value_is_read(tmp_path: Path) -> None:
    text = "text: '01004'\nwhole: 12\nnumber: 1\ntruth: true\nday: 2026-11-01\n"
    sample = read(tmp_path, f"{text}several: [a, b]\nnamed: {{a: 1}}\n")
    assert sample == Sample(
        text="01004",
        whole=12,
        number=1.0,
        truth=True,
        day=date(2026, 11, 1),
        several=("a", "b"),
        named={"a": 1},
    )


def test_anchors_merges_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufefftext: &t abc\nseveral: [*t, d]").several == ("abc", "d")
    assert read(tmp_path, "truth: &yes true").truth is True
    assert read(tmp_path, "text: !note abc").text == "abc"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("text: 2024", 'text: 2024 is not a text; put it in quotes: "2024"'),
        ("text: true", 'text: true is not a text; put it in quotes: "true"'),
        ("text: [a]", "text: a list is not a text"),
        ("whole: 1.5", "whole: 1.5 is not a whole number"),
        ("whole: '12'", "whole: '12' is not a whole number"),
        ("number: 1,5", "number: '1,5' is not a number"),
        ("truth: yes", "truth: 'yes' is not true or false"),
        ("day: 01/11/2026", "day: '01/11/2026' is not a date such as 2026-11-01"),
        ("several: a", "several: 'a' is not a list such as [a, b]"),
        ("several: [1]", 'several.0: 1 is not a text; put it in quotes: "1"'),
        ("named: a", "named: 'a' is not a mapping such as {name: …}"),
        ("named: {a: b}", "named.a: 'b' is not a whole number"),
        ("named: {1: 2}", 'named.1: the key 1 is not a text; put it in quotes: "1"'),
        ("texte: a", "texte: unknown key; did you mean `text`?"),
        ("zzz: a", "zzz: unknown key; known here: text, whole, number, truth, day, several, named"),
        (f"number: {'x' * 90}", f"number: '{'x' * 58}… is not a number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_plain_words(
    tmp_path: Path, line: str, error: str
) -> None:
    assert refusal(tmp_path, f"\n{line}\n") == f"a.yaml:2: {error}"


def test_every_expected_kind_reads_as_a_noun() -> None:
    assert all(words.startswith(("a ", "true")) for words in EXPECTED.values())


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "a.yaml:1: the file is empty; `fournil new FILE` drafts one"),
        ("# only a comment\n", "a.yaml:1: the file is empty; `fournil new FILE` drafts one"),
        ("- a\n", "a.yaml:1: expected keys and values, such as `title: {fr: …}`"),
        ("Lieux\n", "a.yaml:1: expected keys and values, such as `title: {fr: …}`"),
        ("text: a\ntext: b\n", "a.yaml:2: the key `text` stands twice; keep one"),
        ("named:\n\ta: 1\n", "a.yaml:2: a tab; indent with spaces"),
        ("text: a: b\n", "a.yaml:1: a `: ` inside a text, or keys not indented alike; "
         'put the text in quotes: "…: …"'),
        ("several: [a, b\n", "a.yaml:2: a bracket or a comma is missing; close every [ and {"),
        ("named: {a: 1\n", "a.yaml:2: a bracket or a comma is missing; close every [ and {"),
        ('text: "a\n', "a.yaml:2: a quote is not closed; close it"),
        ('text: "a" b\n', "a.yaml:1: not indented like the lines above, or a text after a closing "
         "quote; align the keys of a mapping"),
        ("text: a\nb\n", "a.yaml:3: a line that is neither `key: value` nor part of the text "
         "above; add the colon, or indent the line"),
        ("text: @a\n", "a.yaml:1: a text starts with @, ` or %; put it in quotes"),
        ("text: *a\n", "a.yaml:1: `*name` points to nothing; put a text that starts with * in "
         "quotes"),
        ("text: *\n", "a.yaml:1: a text starts with * or &; put it in quotes"),
        ("text: a\n---\ntext: b\n", "a.yaml:2: a second `---`; keep one document in the file"),
        ("day: 2026-02-30\n",
         "a.yaml:1: day: 2026-02-30 is a date that does not exist: day is out of range for "
         "month; mend it"),
        ("whole: 1\nnamed:\n  - {at: 2026-01-01, period: 2010-13-03}\n",
         "a.yaml:3: named.0.period: 2010-13-03 is a date that does not exist: month must be in "
         "1..12; mend it"),
        ("text: \x01\n", "a.yaml: not YAML: unacceptable character #x0001: special characters are "
         "not allowed; remove it"),
        (f"named: {'[' * 1_000}", f"a.yaml:1: {DEEP}"),
        ("\n".join("  " * n + "a:" for n in range(700)), f"a.yaml:51: {DEEP}"),
        (b"whole: 1\ntext: \xe9t\xe9\n", "a.yaml:2: not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_yaml_is_told_by_its_line(
    tmp_path: Path, text: str | bytes, error: str
) -> None:
    assert refusal(tmp_path, text) == error


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as missing:
        load(tmp_path / "none.yaml", Sample)
    assert str(missing.value) == (
        f"{tmp_path / 'none.yaml'}: no such file; `fournil new FILE` drafts one"
    )
    with pytest.raises(DeclarationError) as folder:
        load(tmp_path, Sample)
    assert str(folder.value) == f"{tmp_path}: a folder, not a file; name the file in it"


def test_all_errors_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
title: Lieux
descriptoin: {fr: Des lieux.}
contributed: yes
license: ODbL
frequency: biannual
tables:
  places:
    about: thing
    title: {fr: Lieux, de: Orte}
    sources: []
    columns:
      id: {type: text}
    browse: {facets: idd}
"""
    assert refusal(tmp_path, text, Dataset).splitlines() == [
        "a.yaml:1: contact: missing; add this key",
        "a.yaml:1: description: missing; add this key",
        "a.yaml:1: producer: missing; add this key",
        "a.yaml:1: title: 'Lieux' is not a mapping such as {fr: …, en: …}",
        "a.yaml:2: descriptoin: unknown key; did you mean `description`?",
        "a.yaml:3: contributed: 'yes' is not true or false",
        "a.yaml:4: license: unknown license 'ODbL'; did you mean `ODbL-1.0`? known: CC-BY-4.0, "
        "CC-BY-SA-4.0, CC0-1.0, ODC-By-1.0, ODbL-1.0, etalab-2.0",
        "a.yaml:5: frequency: 'biannual' is not one of continuous, hourly, daily, semiweekly, "
        "weekly, biweekly, semimonthly, monthly, bimonthly, quarterly, semiannual, annual, "
        "biennial, triennial, irregular, never, unknown; did you mean `semiannual`?",
        "a.yaml:8: tables.places.about: 'thing' is not one of things, people; "
        "did you mean `things`?",
        "a.yaml:9: tables.places.title.de: unknown key; known here: fr, en",
        "a.yaml:10: tables.places.sources: empty; write at least 1",
        "a.yaml:12: tables.places.columns.id.role: missing; add this key",
        "a.yaml:12: tables.places.columns.id.type: 'text' is not one of string, integer, number, "
        "boolean, date, datetime, json, list; did you mean `string`?",
        "a.yaml:13: tables.places.browse.facets: no column 'idd'; did you mean `id`?",
    ]


def test_an_address_and_a_contact_of_a_site_are_checked(tmp_path: Path) -> None:
    text = "title: {fr: x}\npublisher: {name: x, url: example.org}\ncontact: ab\nlanguages: []\n"
    assert refusal(tmp_path, text, SiteMetadata).splitlines() == [
        "a.yaml:2: publisher.url: 'example.org' is no web address; write https://…",
        "a.yaml:3: contact: 'ab' is too short; write at least 3 characters",
        "a.yaml:4: languages: empty; write at least 1",
    ]


def test_a_line_is_found_for_any_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb:\n  c:\n    - x\n    - {d: 1,\n       e: 2}\n", encoding="utf-8")
    assert line_of(path, ("b", "c", 1)) == 5
    assert line_of(path, ("b", "c", 1, "e")) == 6
    assert line_of(path, ("b", "nowhere", "at", "all")) == 2
    assert line_of(path, ()) == 1


def test_a_key_that_is_a_word_of_yaml_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("text: a\nnamed: {null: 1, true: 2, no: 3}\n", encoding="utf-8")
    assert load(path, Sample).named == {"null": 1, "true": 2, "no": 3}
    path.write_text("text: a\nnamed:\n  null: a\n", encoding="utf-8")
    with pytest.raises(
        DeclarationError, match=r"a\.yaml:3: named\.null: 'a' is not a whole number"
    ):
        load(path, Sample)


def bomb(lists: int) -> str:
    """Lists of nine aliases each, one within the other: nine of them are 9**9 values."""
    levels = ["a0: &a0 [x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, lists + 1)]
    return "\n".join(levels) + "\n"


def test_aliases_that_stand_for_too_much_end_before_memory_does(tmp_path: Path) -> None:
    path = tmp_path / "metadata.yaml"
    path.write_text(bomb(9), encoding="utf-8")
    tracemalloc.start()
    with pytest.raises(DeclarationError) as error:
        load(path, SiteMetadata)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(error.value) == (
        f"{path}:6: more than 50000 values, counting what each `*name` stands for; write the "
        "values themselves, where they are needed"
    )
    assert most < 10_000_000


def test_a_few_aliases_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "metadata.yaml"
    path.write_text(
        "title: &title {fr: Essai}\ndescription: *title\npublisher: {name: X}\n"
        "contact: contact@example.org\n",
        encoding="utf-8",
    )
    assert load(path, SiteMetadata).description == load(path, SiteMetadata).title


def test_a_file_that_is_no_declaration_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "metadata.yaml"
    path.write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(DeclarationError, match="larger than 1 MiB; no declaration is: remove"):
        load(path, SiteMetadata)
