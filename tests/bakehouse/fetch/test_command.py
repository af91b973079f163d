"""A command of the site: no shell, little to see, bounds, and complaints that stay private."""

from pathlib import Path

import pytest

from publish.bakehouse.fetch.command import run
from publish.bakehouse.fetch.kept import Bounds, Limits
from publish.declare.sources import Command
from publish.errors import SourceError
from tests.servers import ended

LIMITS = Limits(bytes=100_000, seconds=200)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "kept").write_text("before")
    return tmp_path / "kept"


def output(kept: Path, *words: str, limits: Limits = LIMITS, **more: object) -> str:
    """What is kept of a command's output."""
    command = Command(datasets=("lieux",), run=words, **more)
    run(command, kept, kept.parent, Bounds("here", limits))
    return kept.read_text("utf-8")


def test_words_reach_the_program_as_they_are(kept):
    assert output(kept, "printf", "%s|", "a b", "$HOME", "; ls", "*") == "a b|$HOME|; ls|*|"


def test_a_command_sees_the_variables_that_are_named_and_few_others(kept, monkeypatch):
    monkeypatch.setenv("FOURNIL_PASSPHRASE", "secret")
    monkeypatch.setenv("EXPORT_KEY", "k")
    seen = output(kept, "env", environment=("EXPORT_KEY",)).splitlines()
    names = {line.partition("=")[0] for line in seen}
    assert "EXPORT_KEY=k" in seen
    assert names - {"PWD"} <= {"EXPORT_KEY", "HOME", "LANG", "PATH"}
    monkeypatch.delenv("EXPORT_KEY")
    with pytest.raises(SourceError, match="here: the environment variable EXPORT_KEY is not set"):
        output(kept, "env", environment=("EXPORT_KEY",))


def test_it_runs_in_the_dataset_s_folder_with_nothing_to_read(kept):
    assert output(kept, "sh", "-c", "pwd; cat") == f"{kept.parent}\n"


def test_what_fails_keeps_what_was_there_and_says_nothing_of_values(kept):
    with pytest.raises(SourceError) as told:
        output(kept, "sh", "-c", "echo part; echo ada@example.org >&2; exit 3")
    complaints = kept.with_suffix(".stderr")
    assert str(told.value) == f"here: the command ended with 3; what it says is in {complaints}"
    assert (complaints.read_text(), complaints.stat().st_mode & 0o777) == (
        "ada@example.org\n",
        0o600,
    )
    assert kept.read_text() == "before"
    assert output(kept, "echo", "well") == "well\n"
    assert not complaints.exists()


def test_a_command_that_is_not_there_is_told(kept):
    words = r"here: no-such-program cannot be run: No such file.*; write its whole path"
    with pytest.raises(SourceError, match=words):
        output(kept, "no-such-program")


def test_too_much_is_stopped_with_all_that_it_began(kept):
    pids = kept.with_name("pids")
    with pytest.raises(SourceError, match="here: larger than 100000 bytes; split the export"):
        output(kept, "sh", "-c", f"sleep 600 & echo $! > '{pids}'; yes")
    assert ended(int(pids.read_text()))
    assert kept.read_text() == "before"
    assert [path.name for path in kept.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("way", ["sleep 600", "exec >&-; sleep 600"])
def test_too_long_is_stopped(kept, way):
    with pytest.raises(SourceError, match="here: not here after 1 s; try again later"):
        output(kept, "sh", "-c", way, limits=Limits(seconds=1))
    assert kept.read_text() == "before"
