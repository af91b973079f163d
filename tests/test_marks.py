"""Every test that is slow says why."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent


def _slow(tree: ast.AST) -> Iterator[tuple[ast.Attribute, list[ast.expr]]]:
    """Each `pytest.mark.slow`, with what it is called with."""
    called = {id(one.func): one.args for one in ast.walk(tree) if isinstance(one, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "pytest.mark.slow":
            yield node, called.get(id(node), [])


def test_every_slow_test_says_why() -> None:
    marks = [
        (f"{path.relative_to(TESTS)}:{node.lineno}", arguments)
        for path in sorted(TESTS.rglob("*.py"))
        if "mark.slow" in (text := path.read_text("utf-8"))
        for node, arguments in _slow(ast.parse(text))
    ]
    assert len(marks) > 40
    silent = [place for place, said in marks if not (said and isinstance(said[0], ast.Constant))]
    assert silent == [], 'write @pytest.mark.slow("why")'
