"""Commands on what people say back: proposals, and the corrections that come of them."""

import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_json, as_of, command, dataset_argument, main, say
from publish.declare.site import SiteFolder
from publish.errors import DeskError
from publish.words.unseen import escaped, has_unseen

if TYPE_CHECKING:
    from publish.corrections.proposals import Edit, Proposal

# SQLite holds no longer ones.
_DIGITS = 18
NUMBERS = click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True)


class Desk(click.Group):
    """Commands on one file: where it cannot be used, that is a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what SQLite says of the file ends it with the code of DeskError."""
        try:
            return super().invoke(ctx)
        except sqlite3.Error as error:
            if ctx.find_root().params["debug"]:
                raise
            site: SiteFolder = ctx.obj
            say(f"fournil: {site.desk}: cannot be used ({error}); {_way_out(str(error))}", err=True)
            ctx.exit(DeskError.exit_code)


def _way_out(said: str) -> str:
    if "full" in said:
        return "make room on its disk, and run again"
    if "readonly" in said or "unable to open" in said:
        return "give it and its folder to the user who runs this, and run again"
    return "`fournil doctor` says what to do"


@main.group("desk", cls=Desk)
def desk() -> None:
    """What people say back: proposals wait in an inbox, and accepted ones correct each release.

    A correction holds while the export says what it said; when the export says the same, it is
    over; when it says something else, it waits for a person.
    """


def as_number(text: str) -> int:
    """The number of a proposal or correction; raises DeskError."""
    if not text.isdecimal() or len(text) > _DIGITS:
        raise DeskError(f"{text!r} is no number; `fournil desk inbox` lists proposals with theirs")
    return int(text)


def as_words(option: str, text: str, most: int) -> str:
    """What an option says, as the desk's forms take it; raises UsageError."""
    words = text.strip()
    if len(words) > most:
        raise click.UsageError(f"{option}: {len(words)} letters; write {most} at most")
    if has_unseen(words):
        raise click.UsageError(f"{option} {words!r}: has characters that nobody sees")
    return words


def no_other(site: SiteFolder, of: str) -> None:
    """Where nothing is listed: that there is such a DATASET[.TABLE] at all; raises FournilError."""
    from publish.corrections.row import declared_table

    dataset, dot, table = of.partition(".")
    if dot:
        declared_table(site, dataset, table)
    elif dataset:
        site.dataset(dataset)


def told(edits: Mapping[str, "Edit"], *, new: bool = False) -> str:
    """What cells say and should say, on a line; of a new row what they should."""
    if new:
        return "new row: " + ", ".join(f"{name}: {edit.new!r}" for name, edit in edits.items())
    return ", ".join(f"{name}: {edit.base!r} -> {edit.new!r}" for name, edit in edits.items())


@desk.command("inbox", cls=Command)
@click.argument("of", metavar="[DATASET[.TABLE]]", default="")
@as_json
@click.pass_obj
def inbox(site: SiteFolder, of: str, as_json: bool) -> None:
    """List the proposals that wait for a decision, oldest first."""
    from publish.corrections.decisions import accepted_by
    from publish.corrections.proposals import proposals

    waiting = proposals(site.desk)
    found = [one for one in waiting if of in ("", one.dataset, f"{one.dataset}.{one.table}")]
    if as_json:
        print_trees([one.tree for one in found])
        return
    accepted = accepted_by(site.desk)
    for one in found:
        say(line(one, accepted.get(one.id, ())))
    if not found:
        no_other(site, of)
        say("nothing waits for a decision")


def print_trees(trees: Sequence[Mapping[str, object]]) -> None:
    """Print a list as JSON, whatever strangers typed."""
    text = json.dumps(trees, ensure_ascii=False, indent=2)
    click.echo("\n".join(map(escaped, text.split("\n"))))


def line(one: "Proposal", accepted: Sequence[str] = ()) -> str:
    """A proposal on one line, whatever strangers typed, and who accepted it where two have to."""
    said = f" ({one.why})" if one.why else ""
    shown = f" {one.evidence}" if one.evidence else ""
    key = ", ".join(one.key)
    row = f"{one.dataset}.{one.table} {key}".rstrip()
    edits = told(one.edits, new=one.kind == "addition")
    seen = f"  accepted by {', '.join(accepted)}, waits for another member" if accepted else ""
    return escaped(f"{one.id}  {row}  {edits}{said}{shown}{seen}")


@desk.command("accept", cls=Command)
@NUMBERS
@click.option("--renamed", is_flag=True, help="Also where the row is called otherwise by now.")
@as_of
@click.pass_obj
def accept_proposals(
    site: SiteFolder, numbers: tuple[str, ...], renamed: bool, as_of: date
) -> None:
    """Accept proposals: the next publication shows what they say.

    Where the table asks for two eyes, a member of the desk has to accept them as well.
    """
    from publish.corrections.decisions import accept
    from publish.corrections.eyes import eyes_of
    from publish.corrections.proposals import proposal
    from publish.corrections.renamed import not_renamed

    for number in map(as_number, numbers):
        one = proposal(site.desk, number)
        if not renamed:
            not_renamed(site, one)
        eyes = eyes_of(site, one.dataset, one.table)
        if accept(site.desk, number, as_of, eyes=eyes).state == "accepted":
            say(f"proposal {number}: accepted; `fournil publish {one.dataset}` shows it")
        else:
            say(f"proposal {number}: accepted by one of two; a member has to accept it as well")


@desk.command("refuse", cls=Command)
@NUMBERS
@click.option("--reason", required=True, help="Why, for who proposed it.")
@as_of
@click.pass_obj
def refuse_proposals(site: SiteFolder, numbers: tuple[str, ...], reason: str, as_of: date) -> None:
    """Refuse proposals: nothing of them is published."""
    from publish.corrections.decisions import refuse
    from publish.desk.typed import MOST_REASON

    if not (reason := as_words("--reason", reason, MOST_REASON)):
        raise click.UsageError("--reason is empty: say why, for who proposed it")
    for number in map(as_number, numbers):
        refuse(site.desk, number, reason, as_of)
        say(f"proposal {number}: refused")


@desk.command("undo", cls=Command)
@NUMBERS
@as_of
@click.pass_obj
def undo_corrections(site: SiteFolder, numbers: tuple[str, ...], as_of: date) -> None:
    """Take corrections back, by their numbers in `fournil corrections DATASET`."""
    from publish.corrections.live import undo

    for number in map(as_number, numbers):
        undo(site.desk, number, as_of)
        say(f"correction {number}: taken back; the next publication says what the export says")


@command
@dataset_argument
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="A file, .csv or .json."
)
def corrections(site: SiteFolder, dataset: str, to: Path | None) -> None:
    """Write the corrections of DATASET for its producer, to take them over at the source.

    As CSV on the standard output, or into a file: `.csv`, or `.json` for JSON Patch (RFC 6902),
    each with a `test` of what the source says. What the source took over is no correction any
    more at the next publication.
    """
    from publish.corrections.outgoing import as_csv, as_patches, outgoing

    site.dataset(dataset)
    found = outgoing(site.desk, dataset)
    if to is None:
        as_csv(found, sys.stdout)
        return
    if to.suffix not in (".csv", ".json"):
        raise click.UsageError(f"--to {to}: write a name that ends with .csv or .json")
    with to.open("w", encoding="utf-8", newline="") as file:
        as_csv(found, file) if to.suffix == ".csv" else as_patches(found, file)
    say(f"{to}: {len(found)} corrections of {dataset}")
