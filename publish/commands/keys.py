"""Commands on keys for heavy reusers: make one, list them, end one."""

from datetime import date, datetime, timedelta

import click

from publish.commands import Command, main
from publish.declare.site import SiteFolder

# As long as a certificate: who still needs it then asks again.
DAYS = 365


@main.group("token")
def token() -> None:
    """Keys for heavy reusers: a higher rate and a longer time for SQL, nothing else."""


@token.command("create", cls=Command)
@click.argument("name")
@click.option("--days", type=click.IntRange(1, 3650), default=DAYS, show_default=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.pass_obj
def create_token(site: SiteFolder, name: str, days: int, until: datetime | None) -> None:
    """Make a key for NAME and print it: once, for it is kept nowhere."""
    from publish.release.stocklist import changing
    from publish.release.token import create

    last = until.date() if until else date.today() + timedelta(days)
    with changing(site.releases, site.private):
        click.echo(create(site.private, site.releases, name, last))


@token.command("list", cls=Command)
@click.pass_obj
def list_tokens(site: SiteFolder) -> None:
    """Show the keys that were given out: id, last day, whether it is revoked, who has it."""
    from publish.release.token import issued

    for one in issued(site.private):
        state = "revoked" if one.revoked else "valid"
        click.echo(f"{one.id}  {one.until}  {state:7}  {one.name}")


@token.command("revoke", cls=Command)
@click.argument("id")
@click.pass_obj
def revoke_token(site: SiteFolder, id: str) -> None:
    """End the key ID before its day."""
    from publish.release.stocklist import changing
    from publish.release.token import revoke

    with changing(site.releases, site.private):
        one = revoke(site.private, site.releases, id)
    click.echo(f"{one.id} of {one.name} is revoked; with two machines, send releases/ along")
