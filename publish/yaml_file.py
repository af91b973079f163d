"""YAML files read into models, every error with its file, line and way out, all at once."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from publish.errors import DeclarationError

M = TypeVar("M", bound=BaseModel)
Location = tuple[str | int, ...]


def load(path: Path, model: type[M]) -> M:
    """The file at `path` as a `model`; raises DeclarationError listing every error of the file."""
    tree = _parse(path)
    try:
        return model.model_validate(_plain(tree))
    except ValidationError as invalid:
        lines = sorted(_describe(error, tree, model) for error in invalid.errors())
        raise DeclarationError(
            "\n".join(f"{path}:{line}: {text}" for line, text in lines)
        ) from None


def line_of(path: Path, location: Location) -> int:
    """The line on which the key or item at `location` stands, or that of its nearest parent."""
    return _line(_parse(path), location)


def _parse(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DeclarationError(f"{path}: no such file; `fournil new FILE` drafts one") from None
    except UnicodeDecodeError as error:
        raise DeclarationError(
            f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8"
        ) from None
    try:
        tree = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError(f"{path}:{line}: not YAML: {error.problem}") from None
    if not isinstance(tree, CommentedMap):
        raise DeclarationError(f"{path}:1: expected keys and values, such as `title: {{fr: …}}`")
    return tree


def _plain(node: Any) -> Any:
    """The tree as dicts, tuples and scalars."""
    if isinstance(node, CommentedMap):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return tuple(_plain(item) for item in node)
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


def _in_tree(tree: Any, location: Location) -> Location:
    """The location without the steps that only the model knows, such as a union's branches."""
    found: list[str | int] = []
    node = tree
    for step in location:
        if isinstance(node, Mapping) and step in node:
            node = node[step]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            continue
        found.append(step)
    return tuple(found)


def _describe(error: Any, tree: Any, model: type[BaseModel]) -> tuple[int, str]:
    location: Location = tuple(error["loc"])
    kind = error["type"]
    missing = kind == "missing"
    inside = _in_tree(tree, location)
    path = ".".join(map(str, (*inside, location[-1]) if missing and location else inside))
    if missing:
        what = "missing; add this key"
    elif kind == "extra_forbidden":
        what = _unknown_key(str(location[-1]), model, location[:-1])
    else:
        what = _reworded(error)
    return _line(tree, inside), f"{path or 'file'}: {what}"


def _unknown_key(key: str, model: type[BaseModel], parents: Location) -> str:
    known = _keys(model, parents)
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    if near:
        return f"unknown key; did you mean `{near[0]}`?"
    return f"unknown key; known here: {', '.join(known) or 'none'}"


def _reworded(error: Any) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    value = error.get("input")
    if (
        error["type"] == "value_error"
        or isinstance(value, Mapping | Sequence)
        and value != str(value)
    ):
        return _lowered(message)
    return f"{value!r}: {_lowered(message)}"


def _lowered(message: str) -> str:
    plain = message.replace("valid dictionary or instance of", "mapping like")
    return plain[:1].lower() + plain[1:]


def _keys(model: type[BaseModel], parents: Location) -> list[str]:
    """The keys that the model at `parents` takes, as a file writes them."""
    schema = model.model_json_schema(by_alias=True)
    node: Any = schema
    for step in parents:
        node = _resolve(schema, node)
        properties = node.get("properties", {})
        if step in properties:
            node = properties[step]
        elif "additionalProperties" in node and isinstance(node["additionalProperties"], dict):
            node = node["additionalProperties"]
        elif "items" in node:
            node = node["items"]
    return list(_resolve(schema, node).get("properties", {}))


def _resolve(schema: Any, node: Any) -> Any:
    for option in node.get("anyOf", ()):
        if "$ref" in option or "properties" in option:
            node = option
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node
