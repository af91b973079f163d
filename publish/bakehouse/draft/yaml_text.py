"""YAML as a person would write it, by ruamel.yaml, whatever stands in cells, headers and names."""

import re
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

# What readers of YAML 1.1 or 1.2 take for something else than a string.
WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
PLAIN = re.compile(r"[A-Za-z_][\w./-]*(?: [\w./-]+)*")
WIDE = 1 << 30

Line = str | tuple[str, object]
"""A comment on the key below it, or a key and its value."""


def block(lines: Iterable[Line], indent: int = 0) -> CommentedMap:
    """A mapping of a key a line, each below its comments; no comment ends it."""
    node = CommentedMap()
    above: list[str] = []
    for line in lines:
        if isinstance(line, str):
            above.append(printable(line))
            continue
        key = text(line[0])
        node[key] = line[1] if isinstance(line[1], CommentedMap | CommentedSeq) else flow(line[1])
        if above:
            node.yaml_set_comment_before_after_key(key, before="\n".join(above), indent=indent)
        above = []
    return node


def flow(value: object) -> Any:
    """A value as a node on one line."""
    if isinstance(value, Mapping):
        node = CommentedMap((text(key), flow(item)) for key, item in value.items())
        node.fa.set_flow_style()
        return node
    if isinstance(value, list):
        items = CommentedSeq(map(flow, value))
        items.fa.set_flow_style()
        return items
    return text(value) if isinstance(value, str) else value


def text(value: str) -> str:
    """A string: plain where no reader of YAML can misread it, else in double quotes."""
    plain = PLAIN.fullmatch(value) and value.lower() not in WORDS
    return value if plain else DoubleQuotedScalarString(value)


def printable(comment: str) -> str:
    """A comment that stays on its line."""
    return "".join(char if char.isprintable() else "?" for char in comment)


def sequence(*items: object) -> CommentedSeq:
    """A list of an item a line."""
    return CommentedSeq(map(flow, items))


def inline(value: str | list[str] | Mapping[str, object]) -> str:
    """A mapping on one line; a text, or a list of them, in quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    node = DoubleQuotedScalarString(value) if isinstance(value, str) else flow(value)
    return _dumped(CommentedSeq([node])).removeprefix("  - ").rstrip("\n")


def document(head: Iterable[str], tree: CommentedMap) -> str:
    """The text of a file that begins with comments."""
    tree.yaml_set_start_comment("\n".join(map(printable, head)) + "\n\n")
    return _dumped(tree)


def _dumped(tree: CommentedMap | CommentedSeq) -> str:
    yaml = YAML()
    yaml.width = WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = StringIO()
    yaml.dump(tree, written)
    return written.getvalue()
