"""`fournil desk propose`: what a row should say, that it is over, or that it is missing."""

import csv
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_of, say
from publish.commands.desk import as_words, desk, told
from publish.declare.site import SiteFolder

if TYPE_CHECKING:
    from publish.corrections.proposals import Edit

Found = tuple[tuple[str, ...], str, Mapping[str, "Edit"]]
"""The key of a row, what it is called, and what its cells should say."""


@desk.command("propose", cls=Command)
@click.argument("dataset")
@click.argument("table")
@click.argument("given", metavar="[KEY] [COLUMN=VALUE]...", nargs=-1)
@click.option("--add", is_flag=True, help="That the row is missing: no key is given then.")
@click.option("--closed", is_flag=True, help="That the row is over, as its table declares it.")
@click.option("--why", default="", help="How it is known.")
@click.option("--evidence", default="", help="A link (https) that shows it; it is published.")
@as_of
@click.pass_obj
def propose_row(
    site: SiteFolder,
    dataset: str,
    table: str,
    given: tuple[str, ...],
    add: bool,
    closed: bool,
    why: str,
    evidence: str,
    as_of: date,
) -> None:
    """Propose what cells of a row should say: the row of TABLE in DATASET that KEY names.

    Nothing changes before someone accepts it. A key of several columns is written with commas;
    `COLUMN=` proposes that the cell has no value.

    \b
    fournil desk propose lieux places 12 hours="9h-18h" seats=14 --why "I asked there"
    fournil desk propose lieux places 12 --closed
    fournil desk propose lieux places --add name="La Serre" kind=serre
    """
    from publish.corrections.proposals import SHELL, propose

    _check(why, evidence)
    if add and closed:
        raise click.UsageError("a row that is added is not closed: give one of --add and --closed")
    key, title, edits = (
        _new(site, dataset, table, given) if add else _edits(site, dataset, table, given, closed)
    )
    number = propose(
        site.desk,
        (dataset, table, key),
        edits,
        why=why,
        evidence=evidence,
        day=as_of,
        by=SHELL,
        title=title,
        kind="addition" if add else "edit",
    )
    becomes = _next(site, dataset, table, number, add=add)
    say(f"proposal {number}: {told(edits, new=add)}; {becomes}")


def _new(site: SiteFolder, dataset: str, table: str, given: tuple[str, ...]) -> Found:
    from publish.corrections.new_row import cells_to_add

    return ((), *cells_to_add(site, dataset, table, values_of(given)))


def _edits(
    site: SiteFolder, dataset: str, table: str, given: tuple[str, ...], closed: bool
) -> Found:
    from publish.corrections.row import closing_values, edits_of, title_of

    if not given:
        raise click.UsageError("name the key of the row, such as 12")
    [parts], values = csv.reader([given[0]]), values_of(given[1:])
    if closed:
        values |= closing_values(site, dataset, table)
    if not values:
        raise click.UsageError("write what it should say, COLUMN=VALUE, such as seats=14")
    key, edits = edits_of(site, dataset, table, parts, values)
    return key, title_of(site, dataset, table, key), edits


def values_of(cells: tuple[str, ...]) -> dict[str, str]:
    """Texts by column, of `COLUMN=VALUE`."""
    values = dict[str, str]()
    for cell in cells:
        column, mark, value = cell.partition("=")
        if not mark:
            raise click.UsageError(f"{cell!r}: write COLUMN=VALUE, such as seats=14")
        if column in values:
            raise click.UsageError(f"{cell!r}: {column} was given {values[column]!r} already")
        values[column] = value
    return values


def _check(why: str, evidence: str) -> None:
    """What the form of a row takes; raises UsageError."""
    from publish.desk.typed import MOST_WHY, is_evidence

    as_words("--why", why, MOST_WHY)
    if evidence and not is_evidence(evidence):
        raise click.UsageError(f"--evidence {evidence!r}: give a link that begins with https://")


def _next(site: SiteFolder, dataset: str, table: str, number: int, *, add: bool) -> str:
    """What makes a proposal come true."""
    from publish.corrections.eyes import eyes_of

    becomes = "publishes it" if add else "makes it a correction"
    if eyes_of(site, dataset, table) > 1:
        return f"two members accept it at the desk, which {becomes}"
    return f"`fournil desk accept {number}` {becomes}"
