"""YAML files read into models, every error with its file, line and way out, all at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    NodeEvent,
)
from ruamel.yaml.scalarbool import ScalarBoolean

from publish.declare.model import Finding, Location, Model, Tree
from publish.declare.wording import Schema, shown, words
from publish.declare.yaml_dates import impossible_date
from publish.errors import DeclarationError
from publish.words.limits import DECLARATION_BYTES, NUMBER_DIGITS, YAML_DEPTH, YAML_NODES

M = TypeVar("M", bound=Model)
MOST = 10**NUMBER_DIGITS


def load(
    path: Path, model: type[M], beside: Callable[[Tree], Iterable[Finding]] | None = None
) -> M:
    """The file at `path` as a `model`; raises DeclarationError listing every error of the file.

    `beside` tells what of it does not fit other files.
    """
    tree, plain = _both(path)
    loaded, wrong = checked(plain, model)
    wrong += beside(plain) if beside else ()
    if loaded is None or wrong:
        raise _refused(path, tree, wrong)
    return loaded


def plain_tree(path: Path) -> Tree:
    """The keys and values of the file at `path`; raises DeclarationError where it is no YAML."""
    plain: Tree = _both(path)[1]
    return plain


def checked(plain: Tree, model: type[M]) -> tuple[M | None, list[Finding]]:
    """Keys and values as a `model`, and what is wrong with them; None where anything is."""
    found = [*_beyond_measure(plain), *model.findings(plain)]
    try:
        loaded = model.model_validate(plain, by_alias=True, by_name=False)
    except ValidationError as invalid:
        wrong = dict(_placed(invalid.errors(), plain, Schema(model)))
        # A value that is wrong in itself is not also told to contradict others.
        others = [(place, what) for place, what in found if not _within(place, wrong)]
        return None, [*others, *wrong.items()]
    return (None if found else loaded), found


def _both(path: Path) -> tuple[Any, Any]:
    """The tree that knows its lines, and the same as dicts, tuples and scalars."""
    try:
        tree = _parse(path)
        return tree, _plain(tree)
    except RecursionError:
        raise DeclarationError(
            f"{path}:{_too_deep(text_of(path))}: lists or mappings within one another beyond "
            "measure; close them, or remove them"
        ) from None


def _beyond_measure(node: Any, at: Location = ()) -> Iterator[Finding]:
    """Numbers that no quantity needs, and those that are none: `.inf` and `.nan`."""
    if isinstance(node, int | float) and not abs(node) <= MOST:
        way_out = f"write a number of at most {NUMBER_DIGITS} digits"
        yield at, f"{shown(node)} is beyond measure; {way_out}"
    steps = node.items() if isinstance(node, Mapping) else ()
    for step, inside in enumerate(node) if isinstance(node, tuple) else steps:
        yield from _beyond_measure(inside, (*at, step))


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
    text = text_of(path)
    try:
        _refuse_bombs(path, text)
        tree = _tree(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError(f"{path}:{line}: {_not_yaml(error, text)}") from None
    except YAMLError as error:
        what = str(error).strip().split("\n")[0]
        raise DeclarationError(f"{path}: not YAML: {what}; remove it") from None
    except ValueError as error:
        wrong = impossible_date(text)
        what = f"{wrong}a date that does not exist: {error}; mend it"
        raise DeclarationError(f"{path}:{what}") from None
    if tree is None:
        raise DeclarationError(f"{path}:1: the file is empty; `fournil new FILE` drafts one")
    if not isinstance(tree, CommentedMap):
        raise DeclarationError(f"{path}:1: expected keys and values, such as `title: {{fr: …}}`")
    return tree


def _too_deep(text: str) -> int:
    """The line where lists and mappings go deeper than any declaration."""
    depth = 0
    for event in YAML(typ="rt").parse(StringIO(text)):
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > YAML_DEPTH:
            return int(event.start_mark.line) + 1
    return 1


def _refuse_bombs(path: Path, text: str) -> None:
    """Raises DeclarationError where aliases (`*name`) stand for more than any declaration holds.

    Nine lists of nine aliases each are a few lines, and 400 million values once they are read.
    """
    if "*" not in text:
        return
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    nodes = 0
    for event in YAML(typ="rt").parse(StringIO(text)):
        if isinstance(event, CollectionEndEvent):
            name, begun = open_nodes.pop()
            sizes |= {name: nodes - begun} if name else {}
        elif isinstance(event, NodeEvent):
            nodes += sizes.get(event.anchor, 1) if isinstance(event, AliasEvent) else 1
        if isinstance(event, CollectionStartEvent):
            open_nodes.append((event.anchor, nodes))
        if nodes > YAML_NODES:
            line = event.start_mark.line + 1
            raise DeclarationError(
                f"{path}:{line}: more than {YAML_NODES} values, counting what each `*name` stands "
                "for; write the values themselves, where they are needed"
            )


@lru_cache(maxsize=16)
def _tree(text: str) -> Any:
    """The text with the line of each key: read only. A run reads its declarations several times."""
    return YAML(typ="rt").load(StringIO(text))


def text_of(path: Path) -> str:
    """What a file of a person's holds; raises DeclarationError where it cannot be read as UTF-8."""
    try:
        if path.stat().st_size > DECLARATION_BYTES:
            raise DeclarationError(
                f"{path}: larger than {DECLARATION_BYTES >> 20} MiB; no declaration is: remove "
                "what does not belong there"
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = "`fournil new FILE` drafts one"
        if path.name == "metadata.yaml":
            hint = "`fournil init DIR` makes a site, `fournil --site DIR` names one"
        raise DeclarationError(f"{path}: no such file; {hint}") from None
    except IsADirectoryError:
        raise DeclarationError(f"{path}: a folder, not a file; name the file in it") from None
    except PermissionError:
        raise DeclarationError(
            f"{path}: no right to read it; give it to the user who runs this, and run again"
        ) from None
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
    "but got ':'": 'a `: ` inside a text; put the text in quotes: "…: …"',
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
        return {_name(key): _plain(value) for key, value in node.items()}
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


def _name(key: Any) -> Any:
    """A key as it stands in the file: a column may be called `null` or `true`."""
    plain = _plain(key)
    if isinstance(plain, bool | None):
        return "null" if plain is None else str(plain).lower()
    return plain


def _line(tree: Any, location: Location) -> int:
    line, node = 1, tree
    for step in location:
        try:
            if isinstance(node, CommentedMap):
                key = {_name(key): key for key in node}[step]
                line, node = node.lc.key(key)[0] + 1, node[key]
            else:
                line, node = node.lc.item(step)[0] + 1, node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def _placed(errors: Iterable[Any], plain: Any, schema: Schema) -> Iterator[Finding]:
    """One finding for each place of the file that the model refuses."""
    placed = [(_in_tree(plain, error), error) for error in errors]
    # A list is also told to be too short where what is wrong stands inside it.
    inside = {place[:steps] for place, _ in placed for steps in range(len(place))}
    placed = [one for one in placed if one[1]["type"] != "too_short" or one[0] not in inside]
    by_place = sorted(placed, key=lambda pair: str(pair[0]))
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
