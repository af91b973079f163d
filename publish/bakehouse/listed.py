"""Who stands in which release: keyed digests, in `private/<dataset>/listed.json`.

A directory shows people by name: whoever is listed no longer leaves its older releases at once. So
does, of a table about things that says what goes (`forget:`), whoever asked to be forgotten.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from publish.bakehouse.protect.digest import of_person
from publish.bakehouse.protect.recoded import PERSON
from publish.errors import PrivateStateError
from publish.release.disk import write_private
from publish.words.json import read_json

NAME = "listed.json"
WHY = "it shows what is not published any more"
Listed = Mapping[str, Collection[str]]
"""By table, the people (digests) that a release shows."""


def listed(people: Mapping[str, Any], key: bytes) -> Listed:
    """The people behind the rows (Ibis, with PERSON) of each table."""
    return {
        table: {of_person(key, who) for who in _distinct(rows)} for table, rows in people.items()
    }


def _distinct(rows: Any) -> list[str]:
    people: list[str] = rows.select(PERSON).distinct().to_pyarrow()[PERSON].to_pylist()
    return people


def showing(known: Mapping[str, Listed], versions: Iterable[str], gone: Listed) -> list[str]:
    """The versions that show one of the people `gone`, or of which nobody knows whom they show."""
    return [
        version
        for version in versions
        if version not in known
        or any(set(known[version].get(table, ())) & set(who) for table, who in gone.items())
    ]


def outdated(
    known: Mapping[str, Listed], versions: Iterable[str], now: Listed, things: Collection[str]
) -> list[str]:
    """The versions that name someone whom today's directories do not, or nobody knows whom.

    In tables about `things` people come and go.
    """
    return [
        version
        for version in versions
        if version not in known
        or any(
            set(who) - set(now.get(table, ()))
            for table, who in known[version].items()
            if table not in things
        )
    ]


def read_listed(private: Path) -> dict[str, Listed]:
    """What is remembered, by version; raises PrivateStateError where it is damaged."""
    try:
        tree = read_json(private / NAME)
        return {
            version: {table: _people(who) for table, who in tables.items()}
            for version, tables in tree.items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, TypeError) as error:
        raise PrivateStateError(
            f"{private / NAME}: damaged ({error}); remove it: releases of which nobody knows whom "
            "they name are then taken down"
        ) from None


def _people(listed: Any) -> frozenset[str]:
    """The people of a table; raises TypeError for what is no list of texts."""
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise TypeError("a table without a list of people")
    return frozenset(listed)


def remember_listed(private: Path, known: Mapping[str, Listed]) -> None:
    """Replaces what is remembered in one step."""
    tree = {
        version: {table: sorted(who) for table, who in tables.items()}
        for version, tables in known.items()
    }
    write_private(private / NAME, json.dumps(tree) + "\n")
