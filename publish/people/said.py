"""What people said at the desk, each handed over by a service: the bakehouse alone knows whose."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from publish.bakehouse.corrections.contributors import Contributor, opened
from publish.corrections import desk_file
from publish.declare.site import SiteFolder
from publish.people.answer_files import HeldCorrection
from publish.people.links import BY_LINK

_SAID = "SELECT * FROM proposals WHERE contributor <> '' ORDER BY id"


class Said(NamedTuple):
    """A proposal, and whose it is."""

    who: Contributor
    proposal: HeldCorrection


def said(site: SiteFolder) -> list[Said]:
    """All that people said whom services handed over; raises PrivateStateError."""
    with desk_file.reading(site.desk) as database:
        rows = database.execute(_SAID).fetchall()
    return [Said(opened(site, row["contributor"]), _held(row)) for row in rows]


def said_by(
    who: Contributor, datasets: Collection[str], everything: Collection[Said]
) -> list[HeldCorrection]:
    """What a person said of some datasets: by the same service, or any where a link names them."""
    return [
        one.proposal
        for one in everything
        if one.who.contributor == who.contributor
        and who.issuer in (BY_LINK, one.who.issuer)
        and one.proposal.dataset in datasets
    ]


def _held(row: sqlite3.Row) -> HeldCorrection:
    return HeldCorrection(
        row["id"],
        row["dataset"],
        row["table"],
        json.loads(row["key"]),
        json.loads(row["changes"]),
        row["why"],
        row["evidence"],
        row["received"],
        row["state"],
    )
