"""Looking closer at what is proposed, amending it, and deciding of corrections in conflict."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_json, as_of, say
from publish.commands.desk import NUMBERS, as_number, desk, line, no_other, print_trees, told
from publish.commands.desk_propose import values_of
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.words.unseen import escaped

if TYPE_CHECKING:
    from publish.corrections.conflicts import Conflict
    from publish.corrections.history import Said
    from publish.corrections.proposals import Proposal

NUMBER = click.argument("number")


@desk.command("show", cls=Command)
@NUMBER
@click.pass_obj
def show_proposal(site: SiteFolder, number: str) -> None:
    """Show a proposal with the past of its row: what was said of it, and what it said before."""
    from publish.corrections.history import history
    from publish.corrections.proposals import proposal

    one = proposal(site.desk, as_number(number))
    say(f"{line(one)}  {one.state}")
    for words in (*_moves(site, one), *_turns(site, one)):
        say(escaped(words))
    for said in history(site.desk, one) if one.key else ():
        if said.proposal.id != one.id:
            say(escaped(_said(said)))


def _moves(site: SiteFolder, one: "Proposal") -> Iterator[str]:
    from publish.desk.moved import move_of
    from publish.desk.rows import row_of

    row = row_of(site, one.dataset, one.table, one.key) if one.key else None
    move = move_of(row, one.edits, "") if row else None
    if move and move.before:
        metres = round(move.before.metres(move.after))
        yield f"moves by {metres} m: {move.before.words} -> {move.after.words}"


def _turns(site: SiteFolder, one: "Proposal") -> Iterator[str]:
    from publish.desk.row_history import turns

    for turn in turns(site, one.dataset, one.table, one.key) if one.key else ():
        changed = ", ".join(f"{n}: {old!r} -> {new!r}" for n, (old, new) in turn.changes.items())
        yield f"release {turn.version} of {turn.day}: {changed or _came(turn.before is None)}"


def _came(came: bool) -> str:
    return "the row came" if came else "the row went"


def _said(said: "Said") -> str:
    one = said.proposal
    became = ", ".join(f"{name} {state}" for name, state in said.became.items())
    reason = f" ({one.reason})" if one.reason else ""
    return f"proposal {one.id} of {one.received}: {told(one.edits)}: {became or one.state}{reason}"


@desk.command("amend", cls=Command)
@NUMBER
@click.argument("cells", metavar="COLUMN=VALUE...", nargs=-1, required=True)
@as_of
@click.pass_obj
def amend_proposal(site: SiteFolder, number: str, cells: tuple[str, ...], as_of: date) -> None:
    """Change what a proposal says before it is accepted; what it said stays in the log.

    \b
    fournil desk amend 12 hours="9h-18h30"
    """
    from publish.corrections.decisions import amend
    from publish.corrections.proposals import proposal
    from publish.corrections.row import edits_of

    one = proposal(site.desk, as_number(number))
    if one.kind == "addition":
        raise DeskError(
            f"proposal {one.id} is of a new row, which is accepted or refused as it stands: "
            f"`fournil desk refuse {one.id} --reason …`, and `fournil desk propose {one.dataset} "
            f"{one.table} --add …` says it anew"
        )
    _key, edits = edits_of(site, one.dataset, one.table, one.key, values_of(cells))
    found = amend(site.desk, one.id, {**one.edits, **edits}, as_of, mark=one.mark)
    say(f"proposal {one.id}: {told(found.edits)}; `fournil desk accept {one.id}` accepts it so")


@desk.command("conflicts", cls=Command)
@click.argument("of", metavar="[DATASET[.TABLE]]", default="")
@as_json
@click.pass_obj
def list_conflicts(site: SiteFolder, of: str, as_json: bool) -> None:
    """List the corrections that do not stand, oldest first: what the source says, what they say.

    `desk keep` lets one stand over the source, `desk undo` lets the source stand, `desk rekey` says
    which row it is of.
    """
    from publish.corrections.conflicts import conflicts

    waiting = conflicts(site.desk)
    found = [one for one in waiting if of in ("", one.dataset, f"{one.dataset}.{one.table}")]
    if as_json:
        print_trees([one.tree for one in found])
        return
    for one in found:
        say(escaped(_conflict(one)))
    if not found:
        no_other(site, of)
        say("no correction waits for a decision")


def _conflict(one: "Conflict") -> str:
    cell = f"{one.dataset}.{one.table} {', '.join(one.key)}  {one.column}"
    gone = one.state == "orphan" and one.source is None
    source = "the row is gone" if gone else f"the source says {one.source!r}"
    said = f"{source}, the correction {one.corrected!r}"
    return f"{one.id}  {cell}  {one.state}: {said}"


@desk.command("keep", cls=Command)
@NUMBER
@click.option(
    "--over", required=True, metavar="VALUE", help="What the source says; '' is no value."
)
@as_of
@click.pass_obj
def keep_correction(site: SiteFolder, number: str, over: str, as_of: date) -> None:
    """Let a correction stand over what the source says by now, which `desk conflicts` tells."""
    from publish.corrections.conflicts import keep

    one = keep(site.desk, as_number(number), over or None, as_of)
    say(f"correction {one.id}: kept; `fournil publish {one.dataset}` shows {one.corrected!r}")


@desk.command("rekey", cls=Command)
@NUMBERS
@click.option("--to", "key", required=True, metavar="KEY", help="With commas between its parts.")
@as_of
@click.pass_obj
def rekey_corrections(site: SiteFolder, numbers: tuple[str, ...], key: str, as_of: date) -> None:
    """Say which row corrections are of whose own is gone or in doubt: the one with KEY."""
    from publish.corrections.conflicts import conflict, rekey
    from publish.corrections.row import key_of

    [parts] = csv.reader([key])
    for number in map(as_number, numbers):
        one = conflict(site.desk, number)
        found = key_of(site, one.dataset, one.table, parts)
        rekey(site.desk, number, found, as_of)
        say(f"correction {number}: of the row {', '.join(found)} from now on")
