"""The papers that draw the house agree with the house."""

import re
from pathlib import Path

import pytest

from publish.bakehouse.steps import STEPS
from publish.site.app import wrappers

ROOT = Path(__file__).parents[2]
DRAWN = ROOT / "docs" / "architecture.md"
MAP = ROOT / "CONTRIBUTING.md"
DECISIONS = ROOT / "docs" / "decisions"
NAMED = re.compile(
    r"`((?:publish|plugins|templates|static|tests|data|docs|assets|bench)/[\w./-]*)`"
)
PARTS = ("Context", "Decision", "What it costs", "When to look again")


def rooms() -> list[str]:
    """The folders of the package that are committed."""
    built = {"__pycache__", "built"}
    folders = (path for path in (ROOT / "publish").iterdir() if path.is_dir())
    return sorted(f"publish/{path.name}/" for path in folders if path.name not in built)


@pytest.mark.parametrize("paper", [DRAWN, MAP], ids=lambda path: path.name)
def test_every_file_and_folder_that_is_named_exists(paper: Path) -> None:
    named = NAMED.findall(paper.read_text("utf-8"))
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []
    folders = [name for name in named if name.endswith("/")]
    assert [name for name in folders if not (ROOT / name).is_dir()] == []


@pytest.mark.parametrize("paper", [DRAWN, MAP], ids=lambda path: path.name)
def test_every_room_is_named(paper: Path) -> None:
    assert len(rooms()) > 8
    assert [room for room in rooms() if f"`{room}`" not in paper.read_text("utf-8")] == []


def test_the_map_knows_the_rooms_of_both_sides() -> None:
    text = MAP.read_text("utf-8")
    for side in ("bakehouse", "site"):
        [line] = [line for line in text.splitlines() if line.startswith(f"| `publish/{side}/` |")]
        named = set(re.findall(r"`(\w+)/`", line))
        there = {path.parent.name for path in (ROOT / "publish" / side).glob("*/__init__.py")}
        assert named - there == set()


def numbered(heading: str) -> list[str]:
    """The words that begin the items of the numbered list under a heading."""
    section = DRAWN.read_text("utf-8").partition(heading)[2]
    return re.findall(r"^\d+\. `(\w+)`", re.split(r"\n##+ ", section)[0], re.MULTILINE)


def test_the_steps_are_drawn_in_their_order() -> None:
    assert numbered("## Publish:") == list(STEPS)


def test_the_wrappers_are_drawn_from_outside_in() -> None:
    drawn = numbered("### The onion, from outside in")
    source = Path(wrappers.__file__).read_text("utf-8").partition("WRAPPERS:")[2]
    code = "\n".join(line.partition("#")[0] for line in source.partition("\n)\n")[0].splitlines())
    assert len(drawn) == len(wrappers.WRAPPERS)
    assert re.findall("|".join(drawn), code) == drawn


def test_every_decision_says_what_it_costs_and_when_to_look_again() -> None:
    papers = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [paper.name[:4] for paper in papers] == [f"{n:04}" for n in range(1, len(papers) + 1)]
    for paper in papers:
        text = paper.read_text("utf-8")
        assert tuple(re.findall(r"^\*\*([^*]+)\.\*\*", text, re.MULTILINE)) == PARTS, paper.name
        assert f"({paper.name})" in (DECISIONS / "README.md").read_text("utf-8")
        named = NAMED.findall(text)
        assert [name for name in named if not (ROOT / name).exists()] == []
