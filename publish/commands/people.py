"""Commands for people in the data, and for what must not be lost."""

import sys
from datetime import date
from pathlib import Path

import click

from publish.commands import as_of, command, dataset_argument
from publish.site import SiteFolder


@command
@dataset_argument
def forget(site: SiteFolder, dataset: str) -> None:
    """Take people out of DATASET: their contributor values are read from standard input.

    One a line, as the export writes them; never as an argument, which the shell would remember.
    """
    from publish.lock import site_lock
    from publish.protect.withdrawals import NAME
    from publish.protect.withdrawals import forget as add

    site.dataset(dataset)
    with site_lock(site.private):
        new = add(site.private / dataset, sys.stdin)
    click.echo(
        f"{dataset}: {new} added to {site.private / dataset / NAME}; the next publication takes "
        f"them out, `fournil withdraw {dataset}` takes back what is already out"
    )


@command
@dataset_argument
@click.option("--why", required=True, help="Why the past cannot be compared with; kept private.")
@as_of
def new_series(site: SiteFolder, dataset: str, why: str, as_of: date) -> None:
    """Begin a new series of DATASET at its next release, compared with no earlier one.

    For a ledger that is lost for good, or a policy that cannot follow the old one: whoever has
    both releases may tell people apart, and you accept it.
    """
    from publish.lock import site_lock
    from publish.series.fresh import ask

    site.dataset(dataset)
    with site_lock(site.private):
        ask(site, dataset, why, as_of)
    click.echo(f"{dataset}: the next release begins a new series (a major version)")


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(site: SiteFolder, file: Path) -> None:
    """Write private/ and the declarations to FILE, encrypted with a passphrase.

    The passphrase is asked for, or read from FOURNIL_PASSPHRASE.
    """
    from publish.backup import backup as write_backup

    write_backup(site, file, _passphrase(confirm=True))
    click.echo(f"{file}: written; keep the passphrase apart from it")


@command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(site: SiteFolder, file: Path) -> None:
    """Bring back private/ and the declarations from FILE, made by `fournil backup`."""
    from publish.backup import restore as read_backup

    read_backup(file, site.root, _passphrase(confirm=False))
    click.echo(f"{site.root}: restored from {file}")


def _passphrase(*, confirm: bool) -> str:
    import os

    given = os.environ.get("FOURNIL_PASSPHRASE")
    if given:
        return given
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
