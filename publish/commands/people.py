"""Commands for people in the data, and for what must not be lost."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.commands import as_of, command, dataset_argument, say
from publish.declare.site import SiteFolder

if TYPE_CHECKING:
    from publish.bakehouse.forget import Forgotten


@command
@click.argument("dataset", required=False)
@as_of
def forget(site: SiteFolder, dataset: str | None, as_of: date) -> None:
    """Take people out of every dataset, or of DATASET: read from standard input, one a line.

    The values of the contributor's column, in any spelling; never as an argument, which the shell
    would remember. Says what goes now and what waits; ends with 11 where someone was not found.
    """
    from publish.bakehouse.forget import forget_people
    from publish.bakehouse.forget_words import words
    from publish.errors import NobodyMatched

    found, lost = forget_people(site, [dataset] if dataset else [], _lines(), as_of)
    for one in found:
        for line in words(one):
            say(line)
    if lost:
        noted = f"noted in {dataset} for exports to come" if dataset else "noted nowhere"
        raise NobodyMatched(
            f"matched nobody: line {', '.join(map(str, lost))} of what was read; {noted}: check "
            f"the spelling against the contributors of the exports{_unsaid(found)}"
        )


def _unsaid(found: Sequence["Forgotten"]) -> str:
    """The tables in which nobody could be looked for."""
    names = [
        f"{one.name}.{table}"
        for one in found
        for table, declared in one.declared.tables.items()
        if not declared.contributor
    ]
    return f"; not looked for in {', '.join(names)}: no `contributor` is declared" if names else ""


def _lines() -> list[str]:
    """The lines of standard input, which is text in UTF-8."""
    given = sys.stdin.buffer.read()
    try:
        return given.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = given[: error.start].count(b"\n") + 1
        raise click.UsageError(
            f"line {line} of standard input is not UTF-8; save the list as UTF-8, then again"
        ) from None


@command
@dataset_argument
@click.option("--why", required=True, help="Why the past cannot be compared with; kept private.")
@as_of
def new_series(site: SiteFolder, dataset: str, why: str, as_of: date) -> None:
    """Begin a new series of DATASET at its next release, compared with no earlier one.

    For a ledger that is lost for good, or a policy that cannot follow the old one: whoever has
    both releases may tell people apart, and you accept it.
    """
    from publish.bakehouse.series.new_series import request_new_series
    from publish.release.lock import site_lock

    site.dataset(dataset)
    with site_lock(site.private):
        request_new_series(site, dataset, why, as_of)
    click.echo(f"{dataset}: the next release begins a new series (a major version)")


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(site: SiteFolder, file: Path) -> None:
    """Write private/, the declarations and desk/usage.db to FILE, encrypted with a passphrase.

    The passphrase is asked for, or read from FOURNIL_PASSPHRASE.
    """
    from publish.upkeep.backup import backup as write_backup

    write_backup(site, file, _passphrase(confirm=True))
    click.echo(f"{file}: written; keep the passphrase apart from it")


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(site: SiteFolder, file: Path) -> None:
    """Bring back private/, the declarations and desk/usage.db from FILE, of `fournil backup`."""
    from publish.upkeep.restore import restore as read_backup

    since = read_backup(file, site.root, _passphrase(confirm=False))
    click.echo(f"{site.root}: restored from {file}")
    if since:
        say(f"no release is here that tells who left since {since}: `fournil publish` asks for it")


@command
@as_of
def doctor(site: SiteFolder, as_of: date) -> None:
    """Look at the site: rights, keys, backup, timer, disk, versions, address, runs, its counter.

    A line each, with the way out where something is to mend; then it ends with 1. Nothing changes.
    """
    from publish.upkeep.doctor import look, words

    found = look(site, as_of)
    say("\n".join(map(words, found)))
    sys.exit(int(any(one.way_out for one in found)))


def _passphrase(*, confirm: bool) -> str:
    import os

    given = os.environ.get("FOURNIL_PASSPHRASE")
    if given:
        return given
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
