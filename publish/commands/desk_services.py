"""Services that hand their users over to the desk: the key that seals who these are."""

import click

from publish.commands import Command, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder


@desk.command("sealing-key", cls=Command)
@click.pass_obj
def make_sealing_key(site: SiteFolder) -> None:
    """Make the key that seals whom services hand over: the desk has the half that cannot open.

    The other half is private/contributors.key. What is there already stays, and the desk is given
    its half again.
    """
    from publish.bakehouse.corrections.contributors import make_key
    from publish.corrections.sealed import PRIVATE
    from publish.release.lock import site_lock

    with site_lock(site.private):
        is_new = make_key(site)
    made = "made" if is_new else "there already"
    say(f"{site.private / PRIVATE}: {made}; the desk seals with its public half")
