"""Counts of people from export to release, and from one release to the next."""

from datetime import date
from pathlib import Path

import pytest

from publish.site import SiteFolder
from tests.sites import declare, deliver, make_site, publish_one

SURVEY = """\
title: {fr: Enquête}
description: {fr: Des réponses.}
producer: {name: Le Collectif}
contact: contact@example.org
contributed: false
license: etalab-2.0
frequency: weekly
updated: {on: 2026-11-15}
reviewed: {by: Ada, on: 2026-11-01, until: 2027-11-01}
tables:
  answers:
    title: {fr: Réponses}
    about: people
    contributor: id
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    privacy: {k: 5, min_age: 0d, max_suppressed: 1}
    aggregates: {by_place: {by: place, title: {fr: Par lieu}}}
    columns:
      id: {type: string, role: identifier, protect: drop}
      place: {type: string, role: quasi_identifier, description: {fr: Lieu}}
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    site = make_site(tmp_path)
    declare(site, SURVEY)
    return site


def answer(site: SiteFolder, **people: int) -> None:
    """So many people in each place."""
    rows = [f"{place} {n};{place}" for place, number in people.items() for n in range(number)]
    deliver(site, *rows, header="id;place")


def shown(site: SiteFolder) -> str:
    return (site.releases / "lieux/current/answers_by_place.csv").read_text()


def test_what_was_hidden_beside_a_small_number_stays_hidden(site: SiteFolder) -> None:
    answer(site, north=3, south=8, west=10)
    assert publish_one(site).problems == ()
    assert shown(site) == "place,people\nwest,10\n"
    # South is now the greater; were west hidden instead, last week's numbers would tell all.
    answer(site, north=3, south=20, west=10)
    publish_one(site, as_of=date(2026, 11, 28))
    assert shown(site) == "place,people\nwest,10\n"


def test_a_single_newcomer_waits_for_others(site: SiteFolder) -> None:
    answer(site, south=8, west=10)
    publish_one(site)
    answer(site, south=9, west=10)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "unchanged"
    answer(site, south=13, west=10)
    publish_one(site, as_of=date(2026, 12, 5))
    assert shown(site) == "place,people\nsouth,13\nwest,10\n"


def test_the_same_answers_in_another_order_are_nothing_new(site: SiteFolder) -> None:
    answer(site, south=8, west=10)
    publish_one(site)
    answer(site, west=10, south=8)
    assert publish_one(site, as_of=date(2026, 11, 28)).status == "unchanged"
