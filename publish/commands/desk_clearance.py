"""Commands on changes that wait until an organisation clears them."""

import csv
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_of, say
from publish.commands.desk import desk, no_other
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.words.unseen import escaped

if TYPE_CHECKING:
    from publish.corrections.clearances import Waiting


@desk.command("clearance", cls=Command)
@click.argument("on", metavar="[DATASET[.TABLE]]", default="")
@click.pass_obj
def list_waiting(site: SiteFolder, on: str) -> None:
    """List the changes that wait until the organisation of `cleared_by` clears them.

    The oldest first: since when, the row, whether it is new, changed or gone, and what is shown
    and what would be.
    """
    from publish.corrections.clearances import waiting

    dataset, _dot, table = on.partition(".")
    found = waiting(site.desk, dataset, table)
    for one in found:
        say(_line(one))
    if not found:
        no_other(site, on)
        say("nothing waits for a clearance")


@desk.command("clear", cls=Command)
@click.argument("on", metavar="DATASET[.TABLE]")
@click.argument("keys", metavar="KEY...", nargs=-1)
@click.option("--all", "whole", is_flag=True, help="All that waits there by now.")
@as_of
@click.pass_obj
def clear_changes(
    site: SiteFolder, on: str, keys: tuple[str, ...], whole: bool, as_of: date
) -> None:
    """Clear changes: the next publication shows them.

    KEY names a row as `fournil desk clearance` lists it; one of several columns is written with
    commas.
    """
    from publish.corrections.clearances import clear, waiting
    from publish.corrections.proposals import SHELL

    if whole == bool(keys):
        raise click.UsageError("name the keys of rows, or say --all")
    dataset, _dot, table = on.partition(".")
    found = _chosen(waiting(site.desk, dataset, table), keys, on)
    number = clear(site.desk, found, SHELL, as_of, as_of)
    say(f"{number} changes cleared; `fournil publish {dataset}` shows them")


def _chosen(found: "Sequence[Waiting]", keys: Sequence[str], on: str) -> "Sequence[Waiting]":
    """Of those that wait, the ones that are meant; raises DeskError."""
    named = {tuple(next(csv.reader([key]))): key for key in keys}
    chosen = [one for one in found if not named or one.key in named]
    lost = named.keys() - {one.key for one in chosen}
    if lost or not chosen:
        what = ", ".join(sorted(named[key] for key in lost))
        no = f"{what} waits for no clearance" if what else "nothing waits for a clearance there"
        raise DeskError(f"{on}: {no}; `fournil desk clearance` lists what does")
    return chosen


def _line(one: "Waiting") -> str:
    """A change on one line, whatever its cells say."""
    key = ", ".join(one.key)
    cells = ", ".join(f"{name}: {cell.base!r} -> {cell.new!r}" for name, cell in one.cells.items())
    told = "" if one.kind == "gone" else f"  {cells}"
    return escaped(f"{one.seen}  {one.dataset}.{one.table} {key}  {one.kind}{told}")
