"""A site to review: places of which two members have to look, and points on a map."""

from pathlib import Path

from publish.corrections.proposals import Edit, Proposal, proposal, propose
from publish.declare.site import SiteFolder
from publish.desk.members import members
from tests.desk.entering import Desk
from tests.sites import DATASET, DAY, METADATA, declare, fill, make_site, mapped, publish

EYES = DATASET.replace("    browse:", "    corrections: {eyes: 2}\n    browse:")
POINTS = "id;kind;lat;lon\n1;café;48.85;2.35\n2;bar;48.86;2.36\n"
MOVED = POINTS.replace("1;café", "1;bistrot")


def reviewed_site(root: Path) -> SiteFolder:
    """The site with a desk; the first point was called otherwise in an earlier release."""
    site = make_site(root, "lieux", "points")
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    declare(site, EYES)
    fill(site, mapped(("kind",)), MOVED, "points")
    publish(site)
    fill(site, mapped(("kind",)), POINTS, "points")
    publish(site, "points")
    return site


def place(desk: Desk, new: str = "parc", by: str = "") -> Proposal:
    """A proposal on a place."""
    edits = {"kind": Edit("jardin", new)}
    return proposed(desk, ("lieux", "places", ("02",)), edits, by)


def point(desk: Desk, **edits: tuple[str, str]) -> Proposal:
    """A proposal on a point on the map."""
    made = {name: Edit(*both) for name, both in edits.items()}
    return proposed(desk, ("points", "places", ("1",)), made)


def proposed(
    desk: Desk, row: tuple[str, str, tuple[str, ...]], edits: dict[str, Edit], by: str = ""
) -> Proposal:
    path = desk.site.desk
    told = {"why": "seen <b>there</b>", "evidence": "https://example.org/a"}
    return proposal(path, propose(path, row, edits, **told, day=DAY, by=by))


def id_of(desk: Desk, name: str) -> str:
    """The id of a member."""
    return next(one.id for one in members(desk.site.desk) if one.name == name)
