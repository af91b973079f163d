"""The log of the desk, for its officers on the machine itself."""

import time

import click

from publish.commands import Command, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder


@desk.command("log", cls=Command)
@click.option("--member", default="", metavar="ID", help="What this member did, or what befell it.")
@click.option("--about", default="", help="Such as `proposal 12`, `correction 3`, `token ab12`.")
@click.pass_obj
def list_acts(site: SiteFolder, member: str, about: str) -> None:
    """List what was done at the desk, the last first: when, about what, and by whom.

    Members stand there by their ids, which `fournil desk members` gives; `shell` is who used these
    commands. Who reads the log stands in it as well.
    """
    from publish.corrections import desk_file
    from publish.corrections.log import read
    from publish.corrections.proposals import SHELL

    if not desk_file.there(site.desk):
        say("nothing was done yet")
        return
    for one in read(site.desk, int(time.time()), SHELL, about=about, member=member):
        say("  ".join(filter(None, (one.moment, one.about, one.act, one.by))))
