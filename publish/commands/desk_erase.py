"""Erasure at the desk: what somebody wrote is destroyed."""

from datetime import date
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_of, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder

if TYPE_CHECKING:
    from publish.corrections.erased_list import Kind


@desk.command("erase", cls=Command)
@click.argument("kind", type=click.Choice(["proposal", "correction", "member"]))
@click.argument("which", metavar="NUMBER|NAME")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_of
@click.pass_obj
def erase_what_was_written(
    site: SiteFolder, kind: "Kind", which: str, *, yes: bool, as_of: date
) -> None:
    """Destroy what somebody wrote, for good: a proposal, a correction, or who a member was.

    A proposal loses its values, reasons and links, and what became of it is taken back, as is a
    correction that is erased by itself: the next release says what the export says. A member, by
    name or id, loses the name and every way in; the log keeps the id.

    \b
    fournil desk erase proposal 12
    """
    from publish.desk.erasing import erase

    if not yes:
        click.confirm(f"Destroy what is kept of {kind} {which}, for good?", abort=True)
    found = erase(site.desk, kind, which, as_of)
    say(f"{kind} {found.which}: erased; backups and published releases that hold it still do")
