"""Commands on partners: draft their file, see what would come in, tell them, ask their links."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_of, main, say
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, FournilError, SourceError
from publish.words.unseen import escaped

if TYPE_CHECKING:
    from publish.bakehouse.partners.links.checking import Checked
    from publish.bakehouse.partners.look import Look

SHOWN = 5
"""Rows of each kind."""

dataset_option = click.option(
    "--dataset", help="The dataset that the partner feeds (default: the one that takes partners)."
)


@main.group("partner")
def partner() -> None:
    """Those who give rows to a merged table: draft their file, see what would come in of it.

    A partner is one file, data/DATASET/partners/NAME.yaml.
    """


@partner.command("new", cls=Command)
@click.argument("name")
@click.argument("given", metavar="FILE_OR_ADDRESS")
@dataset_option
@click.option("--table", help="The table that it feeds, where several take partners.")
@click.option("--harvest", help="The kind of service at the address, such as gogocarto.")
@as_of
@click.pass_obj
def new_partner(
    site: SiteFolder,
    name: str,
    given: str,
    dataset: str | None,
    table: str | None,
    harvest: str | None,
    as_of: date,
) -> None:
    """Draft the file of the partner NAME from what it gives: a file, or an address of https.

    Headers are matched to the table's columns by name, by synonyms and by their values; each guess
    is shown with its score and three values. Read them all: nothing is published before the
    licence and the agreement are filled in.
    """
    from publish.bakehouse.draft.partner import new_partner

    chosen = _dataset(site, dataset)
    path, told = new_partner(site, chosen, name, given, as_of, table, harvest)
    for line in told:
        click.echo(escaped(line))
    say(f"{path}: fill in what is marked DECIDE, then `fournil partner check {name}`")


@partner.command("check", cls=Command)
@click.argument("name")
@dataset_option
@as_of
@click.pass_obj
def check_partner(site: SiteFolder, name: str, dataset: str | None, as_of: date) -> None:
    """Show what would come in of the partner NAME, side by side with what there is.

    Nothing is published, and nobody is asked for a new copy.
    """
    from publish.bakehouse.partners.look import look

    found = look(site, _dataset(site, dataset), name, as_of)
    for line in (*_counted(found), *_told(found), *_beside(found)):
        click.echo(escaped(line))


@partner.command("report", cls=Command)
@click.argument("names", nargs=-1)
@dataset_option
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", help="The partner's language."
)
@as_of
@click.pass_obj
def report_to_partner(
    site: SiteFolder, names: tuple[str, ...], dataset: str | None, language: str, as_of: date
) -> None:
    """Write what the partners NAMES, or all, should hear of their rows, ready to be sent.

    A page and a list (CSV), in private/DATASET/partners/NAME: taken, refused and why, categories
    that are not understood, columns new and gone, possible duplicates, corrections by the public.
    One whose rows or file cannot be read stops none of the others.
    """
    from publish.bakehouse.partners.look import look
    from publish.bakehouse.report.partner import write_report

    chosen, failed = _dataset(site, dataset), dict[str, type[FournilError]]()
    for name in names or site.partner_files(chosen):
        try:
            for path in write_report(site, chosen, look(site, chosen, name, as_of), language):
                click.echo(path)
        except SourceError as error:
            failed[f"{name}: {error}"] = SourceError
        except DeclarationError as error:
            failed |= dict.fromkeys(str(error).splitlines(), DeclarationError)
    if failed:
        raise [*failed.values()][-1]("\n".join(failed))


@partner.command("links", cls=Command)
@dataset_option
@as_of
@click.pass_obj
def partner_links(site: SiteFolder, dataset: str | None, as_of: date) -> None:
    """Ask whether the web addresses in partners' rows lead anywhere, and remember which are dead.

    \b
    Those of the current release that were not asked today, one after another, for an hour at most:
    run it again to go on. What was done is remembered at once. Robots.txt and Retry-After are kept
    to, and hosts inside a network are asked only where private/sources.yaml lists them.

    An address is dead when it failed on two different days (404, 410, no such host): run it every
    week, say. The next publication says so of its rows (quality_link), and asks nobody.
    """
    from publish.bakehouse.partners.links.checking import check_links
    from publish.progress import reporter

    chosen = _dataset(site, dataset)
    with reporter(quiet=False) as progress:
        found = check_links(site, chosen, as_of, progress)
    for line in _links(chosen, found):
        say(escaped(line))


def _links(dataset: str, found: "Checked") -> Iterator[str]:
    told = ", ".join(f"{number} {state}" for state, number in sorted(found.states.items()))
    yield f"{dataset}: {found.asked} of {found.all} web addresses asked{told and f': {told}'}"
    if found.left:
        yield f"  {found.left} are left, or could not be asked: run `fournil partner links` again"
    for address, day in found.dead.items():
        yield f"  dead since {day}: {address}"
    if found.dead:
        yield f"  `fournil publish {dataset}` says so of their rows"


def _dataset(site: SiteFolder, named: str | None) -> str:
    """The dataset meant; raises DeclarationError where none or several take partners."""
    if named:
        site.declaration(named)
        return named
    taking = [
        one
        for one in site.datasets()
        if any(table.partners for table in site.dataset(one).tables.values())
    ]
    if len(taking) != 1:
        known = ", ".join(taking) or "none"
        raise DeclarationError(f"datasets that take partners: {known}; say which by --dataset")
    return taking[0]


def _counted(found: "Look") -> Iterator[str]:
    files = ", ".join(file for _, file in found.harvested.files)
    yield f"{files}, of {found.harvested.day}: {found.records} records"
    if found.harvested.stale:
        yield f"  not of today: {found.harvested.stale}"
    yield from (f"  {said}" for said in found.harvested.news)
    if found.few:
        yield f"  {found.few}"
    yield f"  {len(found.rows)} would come in: {len(found.new)} new, {len(found.changed)} changed"
    if found.before:
        yield f"  {len(found.gone)} of {len(found.before)} in the release are gone"
    for (column, reason), rows in sorted(found.rejected.items()):
        lines = [
            str(one.line) for one in found.samples if (one.column, one.reason) == (column, reason)
        ]
        where = f" (line {', '.join(lines[:SHOWN])})" if lines else ""
        yield f"  {rows} rejected: {column} {reason}{where}"


def _told(found: "Look") -> Iterator[str]:
    if new := found.headers("new"):
        yield f"  headers that nothing is made of: {', '.join(new)}"
    if gone := found.headers("gone"):
        yield f"  headers that are gone, so that nothing would come in: {', '.join(gone)}"
    if found.swapped:
        yield f"  {found.swapped} points with latitude and longitude swapped"
    for (column, word), rows in found.unknown.most_common():
        yield f"  {column}: {word} is not known ({rows} rows)"


def _beside(found: "Look") -> Iterator[str]:
    for name in found.new[:SHOWN]:
        yield f"+ {name}"
        yield from (f"    {column}: {_cell(cell)}" for column, cell in found.rows[name].items())
    for name in found.changed[:SHOWN]:
        yield f"~ {name}"
        for column, before, after in found.cells(name):
            yield f"    {column}: {_cell(before)} -> {_cell(after)}"
    for name in found.gone[:SHOWN]:
        yield f"- {name}"


def _cell(value: object) -> str:
    return "–" if value is None else str(value)
