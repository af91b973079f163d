"""Commands on the mail of the desk."""

import sys
import time

import click

from publish.commands import Command, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder
from publish.errors import DeskError


@desk.command("mail", cls=Command)
@click.pass_obj
def send_mail(site: SiteFolder) -> None:
    """Send what waits to be mailed, and say how it went.

    `fournil serve` does so by itself, every few seconds; `fournil update` as well. What fails is
    tried again, less and less often, for three days.
    """
    from publish.desk.mail.outbox import state
    from publish.desk.mail.post import NO_SERVER
    from publish.desk.mail.sending import send_waiting

    carried = send_waiting(site, lambda: int(time.time()))
    if carried is None:
        raise DeskError(f"{site.root / 'metadata.yaml'}: {NO_SERVER}")
    left = state(site.desk)
    say(f"sent: {carried.sent}, waiting: {left.waiting}, given up: {carried.given_up}")
    if carried.unreachable:
        say(f"the server could not be spoken to: {carried.unreachable}", err=True)
        sys.exit(DeskError.exit_code)


@desk.command("news", cls=Command)
@click.pass_obj
def count_news(site: SiteFolder) -> None:
    """Count who gets news of new versions by mail; no address is shown."""
    from publish.desk.mail.subscribers import numbers

    found = numbers(site.desk, int(time.time()))
    say(f"{found.subscribers} get news by mail, {found.of_all} of them of all datasets")
    for name, often in found.by_dataset.items():
        say(f"  {name}: {often}")
    say(f"{found.asked} were asked whether their address is theirs, and did not answer yet")
