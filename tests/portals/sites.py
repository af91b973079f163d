"""Small sites that push, and pushes at the pace of tests."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from publish.declare.site import SiteFolder
from publish.portals.outcome import PushOutcome
from publish.portals.run import Run, push_all
from publish.portals.udata.portal import Pace
from publish.progress import Silent
from tests.servers import PATIENCE
from tests.sites import DATASET, DAY, METADATA, date_export, declare, make_site, publish_one

KEY = "PORTAL_KEY"
QUICK = Pace(between=0, backoff=0.01, timeout=PATIENCE, patience=3)
"""Asks once, however busy the machine is: the requests of two pushes are the same ones."""
ADDRESS = "http://127.0.0.1:8001"
DESCRIPTION = (
    "Des cafés, des jardins et des ateliers ouverts à toutes et à tous, décrits semaine après "
    "semaine par celles et ceux qui les fréquentent."
)


def declaration(portal: str, organization: str, mode: str = "remote", more: str = "") -> str:
    """The declaration of a dataset of places that is pushed."""
    push = f"push: {{data_gouv: {{organization: '{organization}', key: {KEY}, address: '{portal}', "
    covered = "coverage: {since: 2020-01-01, bbox: [4.7, 44.7, 6.4, 45.9], spatial: Isère}\n"
    text = DATASET.replace("Des lieux.", f'"{DESCRIPTION}"')
    before = f"{push}mode: {mode}{more}}}}}\nkeywords: [Lieux partagés, cafés]\n{covered}"
    return text.replace("reviewed:", f"{before}reviewed:")


def pushing_site(
    root: Path, portal: str, organization: str, mode: str = "remote", day: date = DAY
) -> SiteFolder:
    """A site with a dataset that is pushed to an organisation, made from an export of `day`."""
    site = make_site(root)
    date_export(site, day)
    if mode == "remote":
        (root / "metadata.yaml").write_text(f"{METADATA}address: {ADDRESS}\n", encoding="utf-8")
    declare(site, declaration(portal, organization, mode))
    assert publish_one(site, day).status == "published"
    return site


def redeclare(site: SiteFolder, old: str, new: str) -> None:
    """Change the declaration."""
    path = site.data / "lieux" / "dataset.yaml"
    text = path.read_text(encoding="utf-8")
    assert re.search(re.escape(old), text)
    path.write_text(text.replace(old, new), encoding="utf-8")


def push(site: SiteFolder, day: date = DAY, pace: Pace = QUICK, **options: Any) -> PushOutcome:
    """The outcome of pushing a site of one dataset."""
    [outcome] = push_all(Run(site, day, Silent(), pace=pace, **options), ())
    return outcome


NUMBERED = re.compile(r"\.fournil-[0-9a-f]{6}\.")


def shown(dataset: Any) -> Any:
    """What a dataset shows, without what udata numbers or dates: two clean pushes are equal."""
    kept = (
        "title", "acronym", "description", "license", "frequency", "tags", "private", "spatial",
        "temporal_coverage", "extras", "quality",
    )  # fmt: skip
    found = {key: dataset[key] for key in kept}
    contacts = [(one["name"], one["email"], one["role"]) for one in dataset["contact_points"]]
    return found | {
        "contacts": contacts,
        "resources": [_resource(one) for one in dataset["resources"]],
    }


def _resource(one: Any) -> Any:
    kept = (
        "title", "description", "type", "filetype", "format", "mime", "filesize", "checksum",
        "extras",
    )  # fmt: skip
    url = NUMBERED.sub(".", one["url"].rpartition("/")[2])
    return {key: one[key] for key in kept} | {"url": url}
