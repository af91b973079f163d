"""Duplicate spelling: classes that reach k only because one person is spelt in several ways.

The attacker compares more loosely than what protects: without accents, case and signs; of an
address without its `+tag` and the dots before the @, whatever mail it is.
"""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from publish.bakehouse.attack.ground import Ground
from publish.bakehouse.attack.result import Control, Result
from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import CLASS
from publish.bakehouse.protect.recoded import PERSON

# What has digits keeps its signs: 1-23 and 12-3 are two.
FEW = """
WITH people AS (
  SELECT _class, _person, strip_accents(lower(trim(_person))) AS plain
  FROM {rows} WHERE _person IS NOT NULL),
loosely AS (
  SELECT _class, _person, CASE
    WHEN contains(plain, '@') THEN
      replace(regexp_extract(plain, '^[^+@]*'), '.', '') || regexp_extract(plain, '@.*$')
    WHEN regexp_matches(plain, '[0-9]') THEN replace(plain, ' ', '')
    ELSE regexp_replace(plain, '[^\\pL]', '', 'g') END AS loose
  FROM people),
counted AS (
  SELECT _class, count(DISTINCT _person) AS spelt, count(DISTINCT loose) AS loose
  FROM loosely GROUP BY _class)
SELECT count(*), count(*) FILTER (spelt >= {k} AND loose < {k}) FROM counted
"""


def spelling(ground: Ground) -> Iterator[Result]:
    """Classes that leave today with fewer than k people, once spellings are compared loosely.

    In the control one person has k spellings.
    """
    for name, run in ground.people:
        k, tried, found = run.declared.rule.k, 0, 0
        for settled in run.protected.settled:
            shown = settled.ledger_part.shown
            rows = settled.rows if shown is None else settled.rows.semi_join(shown, CLASS)
            classes, few = few_people(rows, k, ground.place)
            tried, found = tried + classes, found + few
        _, caught = few_people(_planted(k, ground.place), k, ground.place)
        control = Control(caught, 1, f"classes of one person in {k} spellings", 1.0)
        yield Result("duplicate spelling", name, found, tried, "classes and numbers", control)


def few_people(rows: Any, k: int, place: Workspace) -> tuple[int, int]:
    """How many classes there are, and how many have fewer than k people in truth."""
    [(classes, few)] = place.sql(place.filled(FEW, rows=rows, k=str(k)))
    return int(classes), int(few)


def _planted(k: int, place: Workspace) -> Any:
    spelt = [f"{'Ada.' if n % 2 else 'ada'}lovelace+{n}@example.org" for n in range(k)]
    return place.brought("planted", pa.table({CLASS: ["one"] * k, PERSON: spelt}))
