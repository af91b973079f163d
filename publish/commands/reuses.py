"""Commands on reuses: list what others made of a dataset, so that everybody finds it."""

from datetime import date
from typing import TYPE_CHECKING

import click

from publish.commands import Command, as_of, main, say
from publish.declare.site import REUSES, SiteFolder
from publish.words.licenses import LICENSES
from publish.words.reuses import KINDS
from publish.words.unseen import escaped

if TYPE_CHECKING:
    from publish.corrections.reuses import Made


@main.group("reuse")
def reuse() -> None:
    """What others made of the datasets: shown on their pages, on /reuses, in the feeds.

    Kept in data/DATASET/reuses.yaml, which may be written by hand as well; `fournil push` sends
    them to the portal. A database made of one under ODbL says its own licence.
    """


@reuse.command("add", cls=Command)
@click.argument("dataset")
@click.option("--title", required=True, help="What it is called, in French.")
@click.option("--title-en", help="The same in English, where it has another name.")
@click.option("--url", required=True, help="Where it is.")
@click.option("--by", required=True, help="Who made it, and agreed to be named.")
@click.option("--kind", type=click.Choice(list(KINDS)), required=True, help="What it is.")
@click.option("--description", help="What it shows or does, in a sentence or two in French.")
@click.option("--license", type=click.Choice(sorted(LICENSES)), help="Its own licence.")
@as_of
@click.pass_obj
def add_reuse(
    site: SiteFolder,
    dataset: str,
    title: str,
    title_en: str | None,
    url: str,
    by: str,
    kind: str,
    description: str | None,
    license: str | None,
    as_of: date,
) -> None:
    """List a reuse of DATASET; its pages show it at once.

    \b
    fournil reuse add lieux --title "Carte des cafés" --url https://example.org/carte \\
      --by "Association Exemple" --kind visualisation
    """
    from publish.upkeep.reuses import add

    titles = {"fr": title} | ({"en": title_en} if title_en else {})
    facts: dict[str, object] = {"title": titles, "url": url, "by": by, "kind": kind}
    facts |= {"since": as_of} | ({"description": {"fr": description}} if description else {})
    facts |= {"license": license} if license else {}
    for line in add(site, dataset, facts):
        say(line)


@reuse.command("list", cls=Command)
@click.argument("datasets", nargs=-1)
@click.pass_obj
def list_reuses(site: SiteFolder, datasets: tuple[str, ...]) -> None:
    """Show the reuses of the DATASETS, or of all: dataset, day, kind, address, title, author."""
    from publish.corrections.reuses import reuses_in

    for name in site.chosen(datasets):
        for one in site.reuses(name).reuses:
            click.echo(f"{name}  {one.since}  {one.kind:13}  {one.url}  {one.title.fr} ({one.by})")
        for said in reuses_in(site.desk, "accepted", name):
            click.echo(f"{name}  {said.decided}  {_line(said.made)}  at the desk")


@reuse.command("remove", cls=Command)
@click.argument("dataset")
@click.argument("url")
@click.pass_obj
def remove_reuse(site: SiteFolder, dataset: str, url: str) -> None:
    """List the reuse at URL no more; `fournil push` takes it off the portal."""
    from publish.upkeep.reuses import remove

    title = remove(site, dataset, url)
    click.echo(f"{dataset}: {title} is no longer listed in {site.data / dataset / REUSES}")


@reuse.command("waiting", cls=Command)
@click.pass_obj
def list_waiting(site: SiteFolder) -> None:
    """Show the reuses that visitors proposed at the desk, and of which nobody decided yet."""
    from publish.corrections.reuses import reuses_in

    found = reuses_in(site.desk, "open")
    for one in found:
        click.echo(f"{one.id}  {one.dataset}  {_line(one.made)}")
    if not found:
        click.echo("none waits")


@reuse.command("accept", cls=Command)
@click.argument("number", type=click.IntRange(1))
@as_of
@click.pass_obj
def accept_reuse(site: SiteFolder, number: int, as_of: date) -> None:
    """List the reuse NUMBER of `fournil reuse waiting`, on the pages of its dataset at once."""
    from publish.corrections.reuses import decide_reuse
    from publish.upkeep.reuses import tell

    dataset = decide_reuse(site.desk, number, "accepted", as_of)
    tell(site, dataset)
    say(f"reuse {number}: listed with those of {dataset}")


@reuse.command("refuse", cls=Command)
@click.argument("number", type=click.IntRange(1))
@as_of
@click.pass_obj
def refuse_reuse(site: SiteFolder, number: int, as_of: date) -> None:
    """Delete the reuse NUMBER of `fournil reuse waiting`."""
    from publish.corrections.reuses import decide_reuse

    decide_reuse(site.desk, number, "refused", as_of)
    say(f"reuse {number}: refused")


def _line(made: "Made") -> str:
    """What visitors typed, on one line of a terminal."""
    return escaped(f"{made.kind:13}  {made.url}  {made.title} ({made.maker})")
