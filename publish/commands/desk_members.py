"""Commands on the members of the desk: links that sign them in, and what each may do where."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ParamSpec, TypedDict, Unpack

import click
from click.core import ParameterSource

from publish.commands import Command, say
from publish.commands.desk import desk
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError

if TYPE_CHECKING:
    from publish.desk.rights import Role, Scope

P = ParamSpec("P")
ROLES = click.Choice(["officer", "reviewer", "clearer", "corrector", "member"])


def _limit(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """What limits a right: an empty one, as of a variable that is not set, would limit nothing."""
    given = ctx.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE
    if given and not value.strip(" ,"):
        raise click.BadParameter("it is empty; leave it away where nothing is to be limited")
    return value


_OPTIONS = (
    click.option(
        "--on", metavar="DATASET[.TABLE]", default="", callback=_limit, help="There alone."
    ),
    click.option(
        "--columns", metavar="A,B", default="", callback=_limit, help="These columns alone."
    ),
    click.option(
        "--where",
        callback=_limit,
        metavar="COLUMN=VALUE",
        default="",
        help="Rows alone that say so as published; a `*` at the end: that begin so, as insee=33*.",
    ),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day, UTC."),
)


class Limits(TypedDict):
    """What limits a right."""

    on: str
    columns: str
    where: str
    until: datetime | None


def _scoped(function: Callable[P, None]) -> Callable[P, None]:
    """A command that takes a scope."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@desk.command("invite", cls=Command)
@click.argument("name")
@click.option("--role", type=ROLES, help="`reviewer` for a new member.")
@click.option("--mail", metavar="ADDRESS", help="Mail the link there; the address is not kept.")
@_scoped
@click.pass_obj
def invite_member(
    site: SiteFolder, /, name: str, role: "Role | None", mail: str | None, **limits: Unpack[Limits]
) -> None:
    """Print a link that signs NAME in at the desk: it works once, within 7 days.

    A member proposes, a corrector also corrects without review, a reviewer also decides of
    proposals, a clearer clears changes (`cleared_by`), an officer does all.
    A member whose session is over gets in again by another link; with --role their rights are then
    this one alone.
    """
    from publish.desk.mail.invitation import mail_link
    from publish.desk.members import invite

    declared = site.metadata()
    if declared.desk is None:
        raise DeclarationError(
            f"{site.root / 'metadata.yaml'}: no desk is open; write `desk: {{}}`"
        )
    if any(limits.values()) and role is None:
        raise click.UsageError("say with --role which right is limited so")
    scope = _scope(site, limits)
    secret = invite(site.desk, name, role, int(time.time()), scope)
    home = (declared.address or "http://127.0.0.1:8001").rstrip("/")
    link = f"{home}/desk/sign-in?link={secret}"
    say(f"{name}, {_roles(site, name)}: {link}")
    if mail is not None:
        say(mail_link(site, mail, link))


@desk.command("grant", cls=Command)
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@_scoped
@click.pass_obj
def grant_right(site: SiteFolder, /, name: str, role: "Role", **limits: Unpack[Limits]) -> None:
    """Give the member NAME one more right, beside those they have.

    \b
    fournil desk grant Ada --role corrector --on lieux.places --where insee=33*
    """
    from publish.desk.rights import grant
    from publish.desk.scopes import told

    scope = _scope(site, limits)
    number = grant(site.desk, name, role, scope, int(time.time()))
    say(f"right {number}: {name}, {role}  {told(scope)}")


@desk.command("ungrant", cls=Command)
# SQLite counts no further.
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
@click.pass_obj
def ungrant_right(site: SiteFolder, number: int) -> None:
    """Take the right NUMBER of `fournil desk members` back, at once."""
    from publish.desk.rights import ungrant

    ungrant(site.desk, number, int(time.time()))
    say(f"right {number}: taken back")


@desk.command("members", cls=Command)
@click.pass_obj
def list_members(site: SiteFolder) -> None:
    """List the members: below each, the numbers of their rights, and where they hold."""
    from publish.desk.members import members
    from publish.desk.rights import rights_of
    from publish.desk.scopes import told

    for member in members(site.desk):
        say(f"{member.id}  {member.name}")
        for one in rights_of(site.desk, member.id):
            say(f"  {one.number or '-':>4}  {one.role:9}  {told(one.scope)}{_over(one.scope)}")


@desk.command("revoke", cls=Command)
@click.argument("name")
@click.pass_obj
def revoke_member(site: SiteFolder, name: str) -> None:
    """End the member NAME at once, with all links, sessions, rights and vouches."""
    from publish.desk.members import revoke
    from publish.desk.trust.counted import count

    now = int(time.time())
    revoke(site.desk, name, now)
    count(site.desk, now)
    say(f"{name}: no member any more")


def _scope(site: SiteFolder, limits: Limits) -> "Scope":
    from publish.desk.scopes import scope_of

    last, today = limits["until"], datetime.now(UTC).date()
    until = last.date() if last else None
    return scope_of(site, limits["on"], limits["columns"], limits["where"], until, today)


def _roles(site: SiteFolder, name: str) -> str:
    from publish.desk.members import named
    from publish.desk.rights import rights_of

    rights = rights_of(site.desk, named(site.desk, name).id)
    return ", ".join(dict.fromkeys(one.role for one in rights))


def _over(scope: "Scope") -> str:
    return "  (over)" if 0 < scope.expires <= time.time() else ""
