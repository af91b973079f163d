"""The figures of columns change by what is published alone, never by who is held back."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.release.cards import Cards, cards_of
from publish.release.release import CARDS
from tests.sites import ABOUT, declare, deliver, make_site, publish_one

pytestmark = pytest.mark.slow("publishes week after week")

TABLE = """\
  {name}:
    title: {{fr: Réponses}}
    about: people
    contributor: id
    sources: [{{path: exports/lieux.csv, delimiter: ";"}}]
    shrink: {{max: 1}}
    growth: {{max: 9}}
    turnover: {{max: 1}}
    privacy: {{k: 5, min_age: 0d, max_suppressed: 1}}
    {counted}
    columns:
      id: {{type: string, role: identifier, protect: drop}}
      place: {{type: string, role: quasi_identifier, description: {{fr: Lieu}}}}
      opinion: {{type: string, role: sensitive, description: {{fr: Avis}}}}
      income: {{type: integer, role: sensitive, description: {{fr: Revenu}}{dropped}}}
"""
SAID = "aggregates: {said: {by: [place, opinion], title: {fr: Avis}}}"
SURVEY = (
    ABOUT
    + TABLE.format(name="answers", counted="", dropped="")
    + TABLE.format(name="counted", counted=SAID, dropped=", protect: drop")
)
OPINIONS = ("yes", "no", "maybe")
FIRST = [
    f"{place} {n};{place};{OPINIONS[n % 3]};{1000 + n % 7}"
    for place in ("north", "south")
    for n in range(60)
]
# One of an answer that nobody else gave, and one of a place where nobody else lives.
HELD = ["a;north;apart;99871", "b;west;yes;99872"]
NEW = [f"new {n};south;{OPINIONS[n % 3]};1003" for n in range(30)]


def published(site: SiteFolder, day: date, *rows: str) -> str:
    deliver(site, *rows, header="id;place;opinion;income")
    return publish_one(site, as_of=day).status


def cards(site: SiteFolder) -> Cards:
    text = (site.releases / "lieux" / "current" / CARDS).read_text(encoding="utf-8")
    return cards_of(json.loads(text))


def ask(site: SiteFolder, sql: str) -> list[tuple[Any, ...]]:
    file = site.releases / "lieux" / "current" / "lieux.db"
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def test_cards_tell_nothing_of_who_is_held_back(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    declare(site, SURVEY)
    assert published(site, date(2026, 11, 21), *FIRST) == "published"
    first = cards(site)
    assert published(site, date(2026, 11, 28), *FIRST, *HELD) == "unchanged"
    assert cards(site) == first
    # Who comes with enough others is published, and so are the figures; the two still wait.
    assert published(site, date(2026, 12, 5), *FIRST, *HELD, *NEW) == "published"
    now = cards(site)
    assert (first["answers"]["place"].number, now["answers"]["place"].number) == (120, 150)
    for table, amount in (("answers", "count(*)"), ("counted_said", "sum(people)")):
        for column in ("place", "opinion"):
            [(number, distinct)] = ask(
                site, f"select {amount}, count(distinct {column}) from {table}"
            )
            card = now[table][column]
            assert (card.number, card.filled, card.distinct) == (number, number, distinct)
            found = ask(site, f"select {column}, {amount} from {table} group by 1")
            assert set(card.values) <= set(found)
            assert {"apart", "west"}.isdisjoint(value for value, _ in found)
    assert now["counted_said"]["opinion"].values == (("maybe", 50), ("no", 50), ("yes", 50))
    shown = (site.releases / "lieux" / "current").rglob("*")
    assert not [f.name for f in shown if f.is_file() and b"9987" in f.read_bytes()]
