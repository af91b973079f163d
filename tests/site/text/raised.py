"""Every text with which a room of the site refuses, found in its source."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

SITE = ROOT / "publish" / "site"
CLASSES = {
    "BadRequest", "Busy", "Damaged", "Forbidden", "MethodNotAllowed", "NoRow", "NotFound",
    "PayloadTooLarge", "TooMuch",
}  # fmt: skip
# What stands where a text has a part that varies: a number, which any part may be.
HOLE = "7"

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Where a name is looked up, the nearest first.
Scope = tuple[ast.AST, ...]
# Functions that tell, and which argument is the text.
TELLERS = {"Failure": 1, "_told": 3, "_said": 2, "spoken": 0}
CALLED = re.compile(rf"\b(?:{'|'.join((*CLASSES, *TELLERS))})\(")


@dataclass(frozen=True)
class Raised:
    """A text, and where it stands."""

    place: str
    text: str | None


def raised(folder: Path = SITE) -> Iterator[Raised]:
    """All of them; None for a text that cannot be read from its source."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not CALLED.search(text):
            continue
        tree = ast.parse(text)
        for scope, node in _in_scopes(tree):
            for said in _arguments(node):
                texts = list(_texts(said, scope)) or [None]
                yield from (Raised(f"{path.name}:{said.lineno}", text) for text in texts)


def _in_scopes(module: ast.Module) -> Iterator[tuple[Scope, ast.AST]]:
    """Each node with the function that it stands in, if any, before its module."""
    functions = [one for one in ast.walk(module) if isinstance(one, FUNCTIONS)]
    inner = {node for one in functions for node in ast.walk(one)}
    yield from (((one, module), node) for one in functions for node in ast.walk(one))
    yield from (((module,), node) for node in ast.walk(module) if node not in inner)


def _arguments(node: ast.AST) -> Iterator[ast.expr]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    name, place = node.func.id, TELLERS.get(node.func.id, 0)
    literal = name in CLASSES or (name in TELLERS and _is_text(node.args[place : place + 1]))
    if literal and len(node.args) > place:
        yield node.args[place]


def _is_text(found: list[ast.expr]) -> bool:
    return bool(found) and isinstance(found[0], ast.Constant | ast.JoinedStr)


def _texts(said: ast.expr, scope: Scope) -> Iterator[str]:
    """What an expression may say, as far as its module tells."""
    if isinstance(said, ast.Constant):
        yield str(said.value)
    elif isinstance(said, ast.JoinedStr):
        yield from _joined(said.values, scope)
    elif isinstance(said, ast.IfExp):
        yield from (text for one in (said.body, said.orelse) for text in _texts(one, scope))
    elif isinstance(said, ast.Name):
        yield from (text for one in _assigned(said.id, scope) for text in _texts(one, scope))
    elif isinstance(said, ast.Call) and isinstance(said.func, ast.Name):
        found = _returned(said.func.id, scope)
        yield from (text for one, inner in found for text in _texts(one, inner))


def _joined(parts: list[ast.expr], scope: Scope) -> Iterator[str]:
    if not parts:
        yield ""
        return
    for begin in _part(parts[0], scope):
        yield from (begin + rest for rest in _joined(parts[1:], scope))


def _part(part: ast.expr, scope: Scope) -> list[str]:
    if isinstance(part, ast.Constant):
        return [str(part.value)]
    assert isinstance(part, ast.FormattedValue)
    named = part.value if isinstance(part.value, ast.Name) else None
    known = [text for text in _texts(named, scope) if text] if named else []
    quotes = "'" if part.conversion == ord("r") else ""
    return [text for text in known if len(text) > len(HOLE)] or [f"{quotes}{HOLE}{quotes}"]


def _assigned(name: str, scope: Scope) -> list[ast.expr]:
    for place in scope:
        found = [
            node.value
            for node in ast.walk(place)
            if isinstance(node, ast.Assign) and name in map(_named, node.targets)
        ]
        if found:
            return found
    return []


def _named(target: ast.expr) -> str:
    return target.id if isinstance(target, ast.Name) else ""


def _returned(name: str, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    for node in ast.walk(scope[-1]):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            inner = (node, scope[-1])
            returns = (one for one in ast.walk(node) if isinstance(one, ast.Return))
            yield from ((one.value, inner) for one in returns if one.value)
