"""How the last attack on a dataset went: kept for its maintainer, told to the public in part."""

import json
from collections.abc import Mapping
from datetime import date
from math import floor
from pathlib import Path
from typing import Any

from publish.declare.table import Table
from publish.errors import PrivateStateError
from publish.release.disk import write_private
from publish.words.json import read_json

NAME = "attack.json"
STEPS = 10
"""The power of a control is told in so many steps: a share may be of a few hidden numbers."""
Json = dict[str, Any]


def keep_attacks(private: Path, attacks: Json, version: str, day: date) -> None:
    """Keep how the attacks on the releases up to a `version` went, for the owner alone."""
    text = json.dumps({"version": version, "day": day.isoformat(), **attacks}, indent=2)
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(private / NAME, f"{text}\n")


def attacks_told(private: Path, name: str, tables: Mapping[str, Table]) -> Json | None:
    """What a report tells of the last attack; None where there was none.

    No count of what was found, tried or planted is in it, nor tables and columns that are no
    longer published. Raises PrivateStateError where the file is damaged.
    """
    path = private / NAME
    if not path.is_file():
        return None
    try:
        kept = read_json(path)
        told = [_told(one) for one in kept["attacks"] if _public(one, name, tables)]
        return {"version": kept["version"], "day": kept["day"], "attacks": told}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise PrivateStateError(
            f"{path}: cannot be read ({error}); `fournil attack {name}` writes it anew"
        ) from None


def _public(one: Json, name: str, tables: Mapping[str, Table]) -> bool:
    place, column = one["place"], one["column"]
    if place not in tables:
        return bool(place == name)
    return column is None or column in tables[place].published


def _told(one: Json) -> Json:
    verdict, why = one["verdict"], one["untried"]
    if one["left"]:
        why = why or "late"
    if verdict == "open":
        # That there was nothing to try would tell that no number is small.
        verdict = "untried" if why else "held"
    power = one["control"] and floor(one["control"]["power"] * STEPS) / STEPS
    told = {name: one[name] for name in ("attack", "column", "place")}
    return told | {"verdict": verdict, "why": why, "power": power}
