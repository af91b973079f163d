"""YAML files read into models, every error with its file, line and way out, all at once."""

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarbool import ScalarBoolean

from publish.errors import DeclarationError
from publish.model import Finding, Location, Model
from publish.wording import Schema, words

M = TypeVar("M", bound=Model)


def load(path: Path, model: type[M]) -> M:
    """The file at `path` as a `model`; raises DeclarationError listing every error of the file."""
    tree = _parse(path)
    plain = _plain(tree)
    found = list(model.findings(plain))
    try:
        loaded = model.model_validate(plain, by_alias=True, by_name=False)
    except ValidationError as invalid:
        wrong = dict(_placed(invalid.errors(), plain, Schema(model)))
        # A value that is wrong in itself is not also told to contradict others.
        others = [(place, what) for place, what in found if not _within(place, wrong)]
        raise _refused(path, tree, [*others, *wrong.items()]) from None
    if found:
        raise _refused(path, tree, found)
    return loaded


def _within(place: Location, wrong: Mapping[Location, str]) -> bool:
    return any(place[:steps] in wrong for steps in range(1, len(place) + 1))


def line_of(path: Path, location: Location) -> int:
    """The line on which the key or item at `location` stands, or that of its nearest parent."""
    return _line(_parse(path), location)


def _refused(path: Path, tree: Any, found: Iterable[Finding]) -> DeclarationError:
    lines = sorted({(_line(tree, place), _dotted(place), what) for place, what in found})
    return DeclarationError(
        "\n".join(f"{path}:{line}: {place}: {what}" for line, place, what in lines)
    )


def _dotted(place: Location) -> str:
    return ".".join(map(str, place)) or "file"


def _parse(path: Path) -> Any:
    text = _text(path)
    try:
        tree = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError(f"{path}:{line}: {_not_yaml(error, text)}") from None
    except YAMLError as error:
        what = str(error).strip().split("\n")[0]
        raise DeclarationError(f"{path}: not YAML: {what}; remove it") from None
    except ValueError as error:
        raise DeclarationError(f"{path}: a date that does not exist: {error}; mend it") from None
    if tree is None:
        raise DeclarationError(f"{path}:1: the file is empty; `fournil new FILE` drafts one")
    if not isinstance(tree, CommentedMap):
        raise DeclarationError(f"{path}:1: expected keys and values, such as `title: {{fr: …}}`")
    return tree


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = "`fournil new FILE` drafts one"
        if path.name == "metadata.yaml":
            hint = "`fournil init DIR` makes a site, `fournil --site DIR` names one"
        raise DeclarationError(f"{path}: no such file; {hint}") from None
    except IsADirectoryError:
        raise DeclarationError(f"{path}: a folder, not a file; name the file in it") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DeclarationError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from None


def _not_yaml(error: MarkedYAMLError, text: str) -> str:
    """A syntax error in plain words, for the mistakes that people make."""
    problem = str(error.problem)
    if problem.startswith("found duplicate key"):
        key = problem.removeprefix("found duplicate key ").split(" with value")[0].strip('"')
        return f"the key `{key}` stands twice; keep one"
    for sign, what in _SYNTAX.items():
        if sign in problem:
            return what
    return f"not YAML: {problem}"


_SYNTAX = {
    r"'\t'": "a tab; indent with spaces",
    "mapping values are not allowed": "a `: ` inside a text, or keys not indented alike; "
    'put the text in quotes: "…: …"',
    "could not find expected ':'": "a line that is neither `key: value` nor part of the text "
    "above; add the colon, or indent the line",
    "expected <block end>": "not indented like the lines above, or a text after a closing quote; "
    "align the keys of a mapping",
    "expected ',' or": "a bracket or a comma is missing; close every [ and {",
    "while scanning a quoted scalar": "a quote is not closed; close it",
    "found unexpected end of stream": "a quote is not closed; close it",
    "found undefined alias": "`*name` points to nothing; put a text that starts with * in quotes",
    "expected alphabetic or numeric character": "a text starts with * or &; put it in quotes",
    "cannot start any token": "a text starts with @, ` or %; put it in quotes",
    "another document": "a second `---`; keep one document in the file",
}


def _plain(node: Any) -> Any:
    """The tree as dicts, tuples and scalars."""
    if isinstance(node, CommentedMap):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return tuple(_plain(item) for item in node)
    if isinstance(node, TaggedScalar):
        return str(node.value)
    if isinstance(node, ScalarBoolean):
        return bool(node)
    if isinstance(node, bool | None):
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def _line(tree: Any, location: Location) -> int:
    line, node = 1, tree
    for step in location:
        try:
            position = node.lc.key(step) if isinstance(node, CommentedMap) else node.lc.item(step)
            line, node = position[0] + 1, node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _placed(errors: Iterable[Any], plain: Any, schema: Schema) -> Iterator[Finding]:
    """One finding for each place of the file that the model refuses."""
    by_place = sorted(
        ((_in_tree(plain, error), error) for error in errors), key=lambda pair: str(pair[0])
    )
    for place, group in groupby(by_place, key=lambda pair: pair[0]):
        yield place, words([error for _, error in group], schema, place)


def _in_tree(plain: Any, error: Any) -> Location:
    """Where an error is in the file: without the steps that only the model knows.

    Those are the branches of a choice and the word `[key]`; a missing key stays.
    """
    found: list[str | int] = []
    node = plain
    for step in error["loc"]:
        inside = isinstance(node, Mapping) and step in node
        inside |= isinstance(node, tuple) and isinstance(step, int) and step < len(node)
        if inside:
            node = node[step]
        elif error["type"] != "missing" or step != error["loc"][-1]:
            continue
        found.append(step)
    return tuple(found)
