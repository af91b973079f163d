"""`fournil person` and `fournil people`: people get what is held of them."""

import sys
from pathlib import Path

import click

from publish.commands import Command, dataset_argument, main, say
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError


@main.group("person")
def person() -> None:
    """One person in the data, named on standard input and never as an argument."""


@main.group("people")
def people() -> None:
    """People in the data: what is held of them, and what they asked at the desk is answered."""


@person.command("link", cls=Command)
@dataset_argument
@click.pass_obj
def link_for_person(site: SiteFolder, dataset: str) -> None:
    """Print an address by which one contributor of DATASET may ask what is held of them.

    The value of the contributor's column is read from standard input, exactly as exports write it.
    The address works once, within 7 days; whether anybody is called so is not looked up.
    """
    from publish.corrections.sealed import public_key
    from publish.people.clock import now
    from publish.people.linked import together
    from publish.people.links import make_link

    declared = site.metadata()
    site.dataset(dataset)
    if declared.desk is None:
        raise DeclarationError(
            f"{site.root / 'metadata.yaml'}: no desk is open; write `desk: {{}}`"
        )
    key = public_key(site.desk.parent)
    secret = make_link(site.desk, key, together(site, dataset), _contributor(), now())
    home = (declared.address or "http://127.0.0.1:8001").rstrip("/")
    say(f"{home}/desk/me/enter?link={secret}")


@person.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_archive(site: SiteFolder, file: Path) -> None:
    """Take an archive of /desk/me into a site that has none of its datasets.

    Its rows become exports again, each with a declaration that publishes nothing of what was
    private. All of it is taken in, or nothing.
    """
    from publish.people.taking_in import take_in

    for name, rows in take_in(site, file).items():
        say(f"{site.data / name}: {rows} rows taken in")


@people.command("serve-requests", cls=Command)
@click.option(
    "--any-spelling",
    is_flag=True,
    help="Who asks to leave is who an export writes in another spelling, too.",
)
@click.pass_obj
def answer_requests(site: SiteFolder, any_spelling: bool) -> None:
    """Do what people asked at the desk: forget who leaves, answer, delete answers that are over.

    Each answer is an archive in desk/outbox/, which only the key of who asked opens, for 7 days.
    `fournil update` does the same. Who left is in no release that is made afterwards.
    """
    from publish.people.answering import describe, serve_requests
    from publish.people.clock import now
    from publish.people.letting_go import describe as describe_left
    from publish.people.letting_go import let_go

    gone, served = let_go(site, now(), any_spelling=any_spelling), serve_requests(site, now())
    if gone.is_anything:
        say(describe_left(gone))
    say(describe(served))
    problems = (*gone.problems, *served.problems)
    for problem in problems:
        say(f"fournil: {problem}", err=True)
    sys.exit(next((problem.exit_code for problem in problems), 0))


def _contributor() -> str:
    """The one line of standard input."""
    try:
        lines = sys.stdin.buffer.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise click.UsageError("standard input is not UTF-8; write the contributor in it") from None
    given = [line.strip() for line in lines if line.strip()]
    if len(given) != 1:
        raise click.UsageError(
            f"{len(given)} contributors on standard input; write one, on one line"
        )
    return given[0]
