"""`docs/gate.md` explains every code that a problem can have."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/gate.md").read_text("utf-8")
TOLD = set(re.findall(r"^\| `([a-z-]+…?)` \| (?:b|w|b/w) \|", PAGE, re.MULTILINE))
# Codes that are not written where a problem is made.
ELSEWHERE = {
    *("coordinates-off-globe", "coordinates-swapped", "coordinates-out-of-bounds"),
    *("coordinates-outside-system", "coordinates-zero"),
    *("shrunk-export", "doubled-table"),
    *("rounded-number", "cut-fraction", "hour-twice"),
}


def codes(path: Path) -> set[str]:
    """The codes of the problems that a module makes; a code with a kind in it ends in `…`."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    found = set()
    for call in calls:
        if getattr(call.func, "id", "") not in ("Problem", "Remark", "warning"):
            continue
        code = call.args[0]
        if isinstance(code, ast.JoinedStr):
            found.add(str(getattr(code.values[0], "value", "")) + "…")
        # Those of the desk's API begin with a status.
        elif isinstance(code, ast.Constant) and isinstance(code.value, str):
            found.add(code.value)
    return found


@pytest.mark.slow("reads the whole source for its codes")
def test_every_code_is_explained_once() -> None:
    made = set().union(*(codes(path) for path in ROOT.glob("publish/**/*.py")))
    assert made | ELSEWHERE == TOLD
    assert len(TOLD) == PAGE.count("\n| `")
