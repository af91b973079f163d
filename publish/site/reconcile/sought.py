"""What is sought in a batch, in the words of either version of the protocol, 0.2 and 1.0-draft."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from publish.site.base.refusals import BadRequest, PayloadTooLarge

# OpenRefine sends ten unless a manifest says otherwise.
MOST_QUERIES = 10
CANDIDATES, MOST_CANDIDATES = 10, 50
MOST_CONDITIONS, MOST_VALUES = 10, 20
# A longer name was pasted by mistake: nobody means all its words.
MOST_LETTERS = 200
Quantifier = Literal["any", "all", "none"]
QUANTIFIERS: tuple[Quantifier, ...] = ("any", "all", "none")
Tree = Mapping[str, JsonValue]


@dataclass(frozen=True)
class Condition:
    """Values that a column has: one of them, all, or none; `required` of every candidate."""

    column: str
    values: tuple[str, ...]
    quantifier: Quantifier = "any"
    required: bool = False


@dataclass(frozen=True)
class Sought:
    """A row as somebody knows it: its name, its key, or what is in its columns."""

    name: str = ""
    keys: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    types: tuple[str, ...] = ()
    limit: int = CANDIDATES


def read_json(said: str | bytes, name: str) -> JsonValue:
    """A parameter that is JSON; raises BadRequest."""
    try:
        found: JsonValue = json.loads(said)
        # Halves of a letter, which JSON can write, stand in no text that a database is asked for.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest(f"{name}: this is not JSON") from None
    return found


def batch(said: JsonValue) -> dict[str, Sought]:
    """The queries of 0.2 by their ids, a text standing for a name; raises BadRequest."""
    if not isinstance(said, dict):
        raise BadRequest('queries: write {"q0": {"query": "…"}}')
    return dict(zip(said, _each([*said.values()], _by_name, "queries"), strict=True))


def listed_batch(said: JsonValue) -> list[Sought]:
    """The queries of 1.0-draft; raises BadRequest."""
    queries = said.get("queries") if isinstance(said, dict) else None
    if not isinstance(queries, list):
        raise BadRequest('queries: write {"queries": [{"conditions": […]}]}')
    return _each(queries, _by_conditions, "queries")


def _each(said: list[JsonValue], read: Callable[[Tree], Sought], name: str) -> list[Sought]:
    if len(said) > MOST_QUERIES:
        raise PayloadTooLarge(f"{name}: more than {MOST_QUERIES} queries; send fewer at once")
    return [read({"query": one} if isinstance(one, str) else _tree(one, name)) for one in said]


def _by_name(query: Tree) -> Sought:
    types = _texts(query.get("type"))
    return Sought(
        name=_letters(query.get("query")),
        conditions=tuple(
            Condition(str(one.get("pid")), _texts(one.get("v")))
            for one in _trees(query.get("properties"), "properties")
        ),
        types=() if query.get("type_strict") == "should" else types,
        limit=_limit(query.get("limit")),
    )


def _by_conditions(query: Tree) -> Sought:
    said = _trees(query.get("conditions"), "conditions")
    if not said:
        raise BadRequest("conditions: a query names one at least")
    names = [one for one in said if one.get("matchType") == "name"]
    keys = [one for one in said if one.get("matchType") == "id"]
    return Sought(
        name=_letters(" ".join(_texts(names[0].get("propertyValue"))) if names else ""),
        keys=tuple(key for one in keys for key in _texts(one.get("propertyValue"))),
        conditions=tuple(_condition(one) for one in said if one.get("matchType") == "property"),
        types=_texts(query.get("type")),
        limit=_limit(query.get("limit")),
    )


def _condition(said: Tree) -> Condition:
    return Condition(
        str(said.get("propertyId")),
        _texts(said.get("propertyValue")),
        _quantifier(said.get("matchQuantifier", "any")),
        said.get("required") is True,
    )


def _quantifier(said: JsonValue) -> Quantifier:
    for known in QUANTIFIERS:
        if said == known:
            return known
    raise BadRequest("matchQuantifier: write any, all or none")


def _trees(said: JsonValue, name: str) -> list[Tree]:
    if not isinstance(said, list | None):
        raise BadRequest(f"{name}: this is not a list of objects")
    return [_tree(one, name) for one in (said or [])[:MOST_CONDITIONS]]


def _tree(said: JsonValue, name: str) -> Tree:
    if not isinstance(said, dict):
        raise BadRequest(f"{name}: this is not a list of objects")
    return said


def _texts(said: JsonValue) -> tuple[str, ...]:
    """The values of a condition; a thing that was reconciled before is meant by its name or id."""
    items = said if isinstance(said, list) else [said]
    found = [one.get("name", one.get("id")) if isinstance(one, dict) else one for one in items]
    return tuple(_letters(one) for one in found[:MOST_VALUES] if one is not None)


def _letters(said: JsonValue) -> str:
    if said is None:
        return ""
    words = json.dumps(said) if isinstance(said, bool) else str(said)
    return " ".join(words.replace("\0", " ").split())[:MOST_LETTERS]


def _limit(said: JsonValue) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < 1:
        return CANDIDATES
    return min(said, MOST_CANDIDATES)
