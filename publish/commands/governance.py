"""Commands on what is declared of people's data: its governance, and the register of it."""

import json
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from publish.commands import Command, as_json, main, say
from publish.commands.own_data import people
from publish.declare.site import SiteFolder
from publish.errors import FournilError

T = TypeVar("T")
spoken = click.option(
    "--language", type=click.Choice(["en", "fr"]), default="en", help="Of what is told."
)


@main.group("governance")
def governance() -> None:
    """Who answers for the data, who decides on what, how people leave."""


@governance.command("check", cls=Command)
@click.argument("datasets", nargs=-1)
@spoken
@as_json
@click.pass_obj
def check(site: SiteFolder, datasets: tuple[str, ...], language: str, as_json: bool) -> None:
    """Ask the DATASETS, or all, who holds what on whom, why, for how long, and who decides.

    Each question of the Kit Self Data Territorial is answered by the line of a declaration, or
    by what to write where. Ends with 1 where an answer is missing. Nothing is changed.
    """
    from publish.upkeep.card_questions import answered
    from publish.upkeep.card_words import as_dicts, told

    found, unread = _each(site, datasets, lambda name: answered(site, [name]))
    if as_json:
        click.echo(json.dumps(as_dicts(found, language), indent=2, ensure_ascii=False))
    for line in () if as_json else told(found, language):
        say(line)
    _end(unread, int(any(one.missing for one in found)))


@people.command("inventory", cls=Command)
@click.argument("datasets", nargs=-1)
@click.option("--csv", "as_table", is_flag=True, help="Print a line for each column, as CSV.")
@spoken
@as_json
@click.pass_obj
def inventory(
    site: SiteFolder, datasets: tuple[str, ...], as_table: bool, language: str, as_json: bool
) -> None:
    """Say which personal data the DATASETS, or all, hold, why, for how long and who sees it.

    From the declarations alone: also the register that article 30 of the GDPR asks for.

    \b
    fournil people inventory --csv > register.csv
    """
    from publish.upkeep.inventory import inventory as held
    from publish.upkeep.inventory_words import as_csv, as_dicts, told

    found, unread = _each(site, datasets, lambda name: held(site, [name], language))
    if as_json:
        click.echo(json.dumps(as_dicts(found), indent=2, ensure_ascii=False))
    elif as_table:
        click.echo(as_csv(found), nl=False)
    elif found or not unread:
        for line in told(found, language):
            say(line)
    _end(unread)


def _each(
    site: SiteFolder, names: Sequence[str], ask: Callable[[str], list[T]]
) -> tuple[list[T], list[FournilError]]:
    """What is found of every dataset that can be read, and why others cannot."""
    found, unread = list[T](), list[FournilError]()
    for name in site.chosen(names):
        try:
            found += ask(name)
        except FournilError as error:
            unread.append(error)
    return found, unread


def _end(unread: Sequence[FournilError], code: int = 0) -> None:
    for error in unread:
        say(f"fournil: {error}", err=True)
    sys.exit(unread[0].exit_code if unread else code)
