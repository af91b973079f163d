"""What a message tells a person to type works as it is printed."""

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import metadata
from io import StringIO
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from ruamel.yaml import YAML

from publish.bakehouse.engine import workspace
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import ExportRequest
from publish.cli import main
from publish.declare.declaration import Dataset, Source
from publish.declare.yaml_file import load
from publish.errors import DeclarationError, PrivateStateError, SourceError
from publish.words.shell import for_site, yaml_text
from tests.sites import DATASET, declare, deliver, make_site, publish, published_site

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "publish").rglob("*.py"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROGRAMS = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def bash(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": PROGRAMS, "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-euc", commands], cwd=folder, env=environment, capture_output=True, text=True
    )


def texts(path: Path) -> Iterator[str]:
    """The texts of a module, with a word or a number for whatever varies in them."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(_filled(part) for part in node.values)
        elif isinstance(node, ast.Constant) and id(node) not in parts:
            yield str(node.value).replace("{}", "lieux")


def _filled(part: ast.expr) -> str:
    """A part of a text, with `lieux` in the place of what varies, or 1 where that is a number."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    is_number = isinstance(part, ast.FormattedValue) and ast.unparse(part.value).endswith("number")
    return "1" if is_number else "lieux"


@cache
def quoting() -> tuple[str, ...]:
    """The texts of all modules that have backquotes."""
    return tuple(text for path in SOURCES for text in texts(path) if "`" in text)


def printed(word: str) -> list[str]:
    """The commands between backquotes of all messages that begin with a word."""
    found = [re.findall(rf"`({word}\b[^`]*)`", text) for text in quoting()]
    return sorted({" ".join(one.split()) for several in found for one in several})


def shown() -> list[str]:
    """The commands of all pages: where a person is to type them, and between backquotes."""
    found = set[str]()
    for page in PAGES:
        text = page.read_text("utf-8")
        found |= set(re.findall(r"^ *\$ (.*\bfournil (?!-1).*)$", text, re.MULTILINE))
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        found |= set(re.findall(r"`(fournil [^`]+)`", prose))
    # Those that stand for several, such as `token create|list|revoke`, are none to type.
    several = r"\w\|\w|COMMAND|KIND|(debug|schedule) …"
    return sorted(" ".join(line.split()) for line in found if not re.search(several, line))


def parsed(words: list[str]) -> None:
    """Read the arguments of `fournil` as it does itself; raises click's own errors."""
    context = main.make_context("fournil", [*words], resilient_parsing=not words)
    command: click.Command = main
    left = [*context._protected_args, *context.args]
    while isinstance(command, click.Group) and left:
        found = command.get_command(context, left[0])
        if found is None:
            raise click.NoSuchCommand(left[0])
        command, arguments = found, left[1:]
        if not arguments:
            return
        context = command.make_context(left[0], arguments, parent=context)
        left = [*context._protected_args, *context.args]


def test_there_are_commands_to_look_at() -> None:
    assert len(printed("fournil")) > 15
    assert len(shown()) > 40


@pytest.mark.parametrize("command", printed("fournil"))
def test_every_command_of_a_message_is_one(command: str) -> None:
    parsed(shlex.split(command)[1:])


@pytest.mark.parametrize("line", shown())
def test_every_command_of_a_page_is_one(line: str) -> None:
    words = shlex.split(line, comments=True)
    start = max(at for at, word in enumerate(words) if Path(word).name == "fournil")
    ends = [
        at for at, word in enumerate(words) if at > start and word in {"&&", "|", ">", ">>", "<"}
    ]
    parsed(words[start + 1 : min(ends, default=len(words))])


def test_a_command_that_is_none_is_found() -> None:
    with pytest.raises(click.UsageError):
        parsed(["unhold", "lieux", "1.0.0", "--nope"])
    with pytest.raises(click.UsageError):
        parsed(["nope"])


def test_every_extra_of_a_message_is_one() -> None:
    there = set(metadata("fournil").get_all("Provides-Extra"))
    told = {extra for one in printed("pip") for extra in re.findall(r"fournil\[(\w+)\]", one)}
    assert told - {"lieux"} == {"publish", "s3"}
    assert {"mysql", "postgresql", "publish", "s3", "sftp"} <= there


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "un site d'été"
    made.mkdir()
    return made


def test_a_key_that_others_can_read_is_closed_as_it_says(folder: Path) -> None:
    key = Keys("lieux", folder).key()
    (folder / "key").chmod(0o644)
    with pytest.raises(PrivateStateError) as told:
        Keys("lieux", folder).key()
    [command] = re.findall(r"run `(.+)`", str(told.value))
    assert bash(command, folder).returncode == 0
    assert Keys("lieux", folder).key() == key


def test_a_lost_key_is_made_as_it_says(folder: Path) -> None:
    with pytest.raises(PrivateStateError) as told:
        Keys("lieux", folder, expected=True).key()
    [command] = re.findall(r"make a new one with `(.+)`", str(told.value))
    assert bash(command, folder).returncode == 0
    assert len(Keys("lieux", folder, expected=True).key()) == 32


def headers_of(path: Path, **declared: object) -> tuple[str, ...]:
    source = Source.model_validate({"path": path.name, **declared})
    with workspace(path.parent / "private") as place:
        (export,) = read(ExportRequest(path, path.name, source, ()), place)
        return export.headers


def told_of(path: Path, **declared: object) -> str:
    with pytest.raises(SourceError) as told:
        headers_of(path, **declared)
    return str(told.value)


def test_the_line_of_the_header_is_skipped_to_as_it_says(folder: Path) -> None:
    book = Workbook()
    for row in ([], [], [], [], [], [], ["id", "nom"], [1, "Café"]):
        book.active.append(row)
    book.active["A7"], book.active["B7"] = "id", "nom"
    book.save(folder / "été.xlsx")
    [skip] = re.findall(r"declare `skip: (\d+)`", told_of(folder / "été.xlsx"))
    assert (skip, headers_of(folder / "été.xlsx", skip=int(skip))) == ("6", ("id", "nom"))


def test_a_list_inside_a_document_is_found_as_it_says(folder: Path) -> None:
    (folder / "a.json").write_text('{"meta": {"n": 1}, "data": {"items": [{"id": 1}]}}')
    [records] = re.findall(r"`records: (.+?)`", told_of(folder / "a.json"))
    assert headers_of(folder / "a.json", records=records) == ("id",)
    (folder / "b.json").write_text('{"id": 1}\n{"id": 2}')
    [format] = re.findall(r"`format: (\w+)`", told_of(folder / "b.json"))
    assert headers_of(folder / "b.json", format=format) == ("id",)


def test_headers_are_named_as_it_says(folder: Path) -> None:
    (folder / "a.csv").write_text("Lieux\nid,nom,nom\n1,a,b\n")
    told = told_of(folder / "a.csv", skip=1)
    assert "name all columns by `header: […]`, with `skip:` for the lines above the records" in told
    named = headers_of(folder / "a.csv", skip=2, header=("id", "nom", "autre"))
    assert named == ("id", "nom", "autre")


DESCRIPTION = "{fr: Des lieux., en: Places.}"
OSM = "Où attacher son vélo, d'après OSM."


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (f"{{fr: {OSM}}}", f'{{fr: "{OSM}"}}'),
        ("{fr: Cafés: et jardins}", '{fr: "Cafés: et jardins"}'),
    ],
)
def test_a_text_is_put_in_quotes_as_it_says(folder: Path, written: str, meant: str) -> None:
    path = folder / "dataset.yaml"
    path.write_text(DATASET.replace(DESCRIPTION, written), "utf-8")
    with pytest.raises(DeclarationError, match=r"dataset\.yaml:2: .*[Pp]ut the text in quotes"):
        load(path, Dataset)
    path.write_text(DATASET.replace(DESCRIPTION, meant), "utf-8")
    assert load(path, Dataset).description.fr == meant[6:-2]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_header_is_declared_as_it_is_printed(header: str) -> None:
    assert YAML().load(StringIO(f"from: {yaml_text(header)}"))["from"] == header


def test_a_header_that_nobody_declared_is_declared_as_it_says(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    header = ["L'\xa0été \\ ", "Suite"][0]
    deliver(site, "01;Café;café;oui;ada@example.org;x", header=f"id;Nom;Type;open;author;{header}")
    [refused] = publish(site)
    [way] = re.findall(r"`(from: .+?)`, and `protect: drop`", refused.message)
    column = (
        f"      season: {{type: string, role: open, {way}, description: {{fr: S}}}}\n    browse"
    )
    declare(site, DATASET.replace("    browse", column))
    assert "season" not in publish(site)[0].message


def test_commands_name_the_site_that_was_named() -> None:
    text = "run `fournil unhold lieux 1.0.0`, `fournil init DIR` or `fournil --site DIR`"
    assert for_site(text, ".") == text
    assert for_site(text, "un site d'été") == (
        "run `fournil --site 'un site d'\"'\"'été' unhold lieux 1.0.0`, `fournil init DIR` or "
        "`fournil --site DIR`"
    )


@pytest.mark.slow("four commands of a site")
def test_what_is_held_is_let_go_as_it_says(folder: Path) -> None:
    site = published_site(folder / "site")
    deliver(site, "01;Café;café;oui;ada@example.org", "02;B;b;;", "04;C;c;;")
    root = shlex.quote("un site d'été/site")
    named = f"fournil --site {root}"
    assert bash(f"{named} publish && {named} rollback lieux", folder.parent).returncode == 0
    refused = bash(f"{named} publish", folder.parent)
    [command] = re.findall(r"run `(fournil .+?)`", refused.stderr)
    assert (refused.returncode, command.startswith(named)) == (5, True)
    assert bash(command, folder.parent).returncode == 0
    assert bash(f"{named} publish", folder.parent).returncode == 0


@pytest.mark.slow("runs what the doctor and the check say")
def test_the_doctor_and_the_check_name_the_site_in_what_they_say(folder: Path) -> None:
    site = published_site(folder / "site")
    deliver(site, "01;Café;café;oui;ada@example.org", "02;B;b;;", "04;C;c;;")
    named = f"fournil --site {shlex.quote(f'{folder.name}/site')}"
    bash(f"{named} publish && {named} rollback lieux", folder.parent)
    (site.private / ".lock").write_text('{"pid": 1, "since": "2026-11-21 04:00:00+00:00"}')
    told = [bash(f"{named} {what}", folder.parent).stdout for what in ("check lieux", "doctor")]
    commands = re.findall(r"`(fournil .+?)`", "\n".join(told))
    held = f"{named} unhold lieux 1.0.1"
    assert {f"{named} backup FILE", f"{named} publish", held} <= {*commands}
    for command in commands:
        if not command.endswith(" update"):  # told as what no timer runs
            said = bash(f"export FOURNIL_PASSPHRASE=long-enough-here; {command}", folder.parent)
            assert (command, said.returncode) == (command, 0), said.stderr


ROW = "01;Café;café;oui;ada@example.org"
SOURCE = '{path: exports/lieux.csv, delimiter: ";"'


@pytest.mark.parametrize(
    ("declared", "delivered", "way", "mended"),
    [
        (
            DATASET,
            ("id;Nom;Type;open;author", ROW, "02;B;b;peut-être;"),
            r"allow `(rejects: \{max: 1\})`",
            lambda way: DATASET.replace("    primary_key", f"    {way}\n    primary_key"),
        ),
        (
            DATASET,
            ("id;Nom;open;author", "01;Café;oui;ada@example.org"),
            r"say `(from: \{kind: null\})` at this source",
            lambda way: DATASET.replace(SOURCE, f"{SOURCE}, {way}"),
        ),
        (
            DATASET.replace(", protect: drop}", "}"),
            ("id;Nom;Type;open;author", ROW),
            r"add `(protect: drop)`",
            lambda way: DATASET.replace(", protect: drop}", f", {way}}}"),
        ),
        (
            DATASET.replace("ODbL-1.0", "etalab-2.0"),
            ("id;Nom;Type;open;author", ROW),
            r"share-alike.*use one of ([\w.-]+\w)",
            lambda way: DATASET.replace("ODbL-1.0", way),
        ),
        (
            DATASET.replace("until: 2999-12-31", "until: 2020-02-01"),
            ("id;Nom;Type;open;author", ROW),
            r"renew `(reviewed:)`",
            lambda way: re.sub(
                f"{way}.*", f"{way} {{by: Ada, on: 2026-11-01, until: 2027-11-01}}", DATASET
            ),
        ),
    ],
    ids=["rejects", "missing header", "identifier", "licence", "review"],
)
def test_what_the_gate_refuses_is_mended_as_it_says(
    tmp_path: Path,
    declared: str,
    delivered: tuple[str, ...],
    way: str,
    mended: Callable[[str], str],
) -> None:
    site = make_site(tmp_path)
    declare(site, declared)
    deliver(site, *delivered[1:], header=delivered[0])
    [refused] = publish(site)
    assert refused.exit_code in (3, 5), refused
    [said] = re.findall(way, refused.message)
    declare(site, mended(said))
    [outcome] = publish(site)
    assert (outcome.status, outcome.version) == ("published", "1.0.0"), outcome.message
