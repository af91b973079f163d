"""Commands on the web of trust: a vouch, and how somebody is reached."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from publish.commands import Command, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError

if TYPE_CHECKING:
    from publish.declare.declaration import TrustDeclared


@desk.command("vouch", cls=Command)
@click.argument("name")
@click.option("--for", "other", metavar="OTHER", required=True, help="For whom.")
@click.pass_obj
def offer_vouch(site: SiteFolder, name: str, other: str) -> None:
    """Offer a vouch of the member NAME to the member OTHER, who accepts it on `/desk/trust`.

    A member has 10 live ones at most and offers one in 5 days; each lives for 2 years.
    """
    from publish.desk.members import named
    from publish.desk.trust.vouches import vouch

    _declared(site)
    vouch(site.desk, named(site.desk, name).id, other, int(time.time()))
    say(f"offered: it counts when {other} accepts it on /desk/trust")


@desk.command("trust", cls=Command)
@click.argument("name", required=False)
@click.pass_obj
def tell_trust(site: SiteFolder, name: str | None) -> None:
    """Say how many are reached from the founders, or whether NAME is, and who hangs on NAME.

    Never who vouched for whom: how many vouches NAME has and gave, and how many others would not
    be reached without those.
    """
    from publish.desk.members import named
    from publish.desk.scopes import scope_of, told
    from publish.desk.trust.told import summary, told_of

    trust, now = _declared(site), int(time.time())
    if name is None:
        scope = scope_of(
            site, trust.on, ",".join(trust.columns), "", None, datetime.now(UTC).date()
        )
        say(f"{summary(site.desk, trust.founders, now)}; they may correct {told(scope)}")
    else:
        say(f"{name}: {told_of(site.desk, named(site.desk, name), now)}")


def _declared(site: SiteFolder) -> "TrustDeclared":
    """What is declared, also kept for the desk."""
    from publish.desk.trust.counted import declare

    found = site.metadata().desk
    trust = found.trust if found else None
    # Also that there is none any more: nobody goes on by what was declared before.
    declare(site.desk, trust)
    if trust is None:
        raise DeclarationError(
            f"{site.root / 'metadata.yaml'}: no web of trust is open; write "
            "`desk: {trust: {founders: [NAME], on: DATASET.TABLE}}`"
        )
    return trust
