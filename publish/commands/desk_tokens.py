"""Commands on the personal tokens of members, with which their programs ask the desk."""

import time
from typing import TYPE_CHECKING

import click

from publish.commands import Command, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder
from publish.errors import DeskError

if TYPE_CHECKING:
    from publish.desk.rights import Action

# As `publish.desk.tokens.MOST_DAYS` has it.
MOST_DAYS = 365


@desk.group("token")
def token() -> None:
    """Personal tokens: a program that asks with one may do what its member may, or less.

    Keys for heavy reusers are others: `fournil token`.
    """


@token.command("create", cls=Command)
@click.argument("name")
@click.option(
    "--expires", type=click.IntRange(1, MOST_DAYS), required=True, help="Days until it is over."
)
@click.option("--only", type=click.Choice(["correct", "propose", "review"]), help="For that alone.")
@click.pass_obj
def create_token(site: SiteFolder, name: str, expires: int, only: "Action | None") -> None:
    """Make a token for the member NAME and print it: once, for it is kept nowhere."""
    from contextlib import closing

    from publish.corrections.proposals import SHELL
    from publish.desk.app.serve import open_desk
    from publish.desk.members import named
    from publish.desk.tokens import make

    member, now = named(site.desk, name).id, int(time.time())
    with closing(open_desk(site)) as opened:
        click.echo(opened.token_of(make(site.desk, member, expires, only, by=SHELL, now=now)))


@token.command("list", cls=Command)
@click.argument("name")
@click.pass_obj
def list_tokens(site: SiteFolder, name: str) -> None:
    """List the tokens of the member NAME: number, last day, what for, when last used."""
    from publish.desk.members import named
    from publish.desk.tokens import tokens

    for one in tokens(site.desk, named(site.desk, name).id, int(time.time())):
        state = "valid" if one.lives else "over"
        used = f"last used on {one.used_on}" if one.used_on else "not used yet"
        say(f"{one.id}  {one.last}  {state:5}  {','.join(one.only) or 'all':7}  {used}")


@token.command("revoke", cls=Command)
@click.argument("id", type=int)
@click.pass_obj
def revoke_token(site: SiteFolder, id: int) -> None:
    """End the token ID at once."""
    from publish.corrections.proposals import SHELL
    from publish.desk.tokens import end

    if not end(site.desk, id, by=SHELL, now=int(time.time())):
        raise DeskError(f"there is no token {id} that lasts; `fournil desk token list NAME`")
    say(f"token {id}: ended")
