"""Commands that make releases: publish, rebake, risk, and drafts of declarations."""

import gc
import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import click

from publish.commands import Command, as_json, as_of, command, dataset_argument, main, say, tell
from publish.declare.site import SiteFolder
from publish.words.told import told


@command
@click.argument("datasets", nargs=-1)
@as_of
@as_json
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def publish(
    site: SiteFolder, datasets: tuple[str, ...], as_of: date, as_json: bool, quiet: bool
) -> None:
    """Publish DATASETS (default: all) whose data, texts or licence changed.

    A dataset that the gate refuses stops no other; its last release stays served. The exit code
    is that of the first refusal.
    """
    # What is imported and compiled stays: to search it for garbage again and again takes a tenth
    # of a small run.
    gc.set_threshold(100_000, 20)
    from publish.bakehouse.outcomes import as_dicts, describe
    from publish.bakehouse.publication import publish_all
    from publish.progress import reporter

    with reporter(quiet=quiet or as_json) as progress:
        outcomes = publish_all(site, datasets, as_of, progress)
    tell(outcomes, describe, as_dicts, as_json=as_json, quiet=quiet)


@command
@click.argument("datasets", nargs=-1)
@as_of
def check(site: SiteFolder, datasets: tuple[str, ...], as_of: date) -> None:
    """Say all that would refuse DATASETS (default: all), at once; nothing is published or changed.

    Looks at the declaration, the exports, the past and the gate. Ends with 1 where anything would
    be refused, else with 0.
    """
    from publish.bakehouse.dry_run import describe, findings_of
    from publish.progress import Silent

    found = [findings_of(site, name, as_of, Silent()) for name in site.chosen(datasets)]
    say("\n".join(map(describe, found)))
    sys.exit(max(one.exit_code for one in found))


@command
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", help="The dataset's name (default: from the name of the one file).")
@click.option("--yes", is_flag=True, help="Ask nothing: leave in the draft what you must decide.")
@click.option("--matomo", metavar="ADDRESS", help="Draft statistics of use from what it has seen.")
@click.option("--usage", is_flag=True, help="Draft statistics of use of this site itself.")
def new(
    site: SiteFolder,
    files: tuple[Path, ...],
    name: str | None,
    yes: bool,
    matomo: str | None,
    usage: bool,
) -> None:
    """Draft a declaration for FILES, the exports of one dataset, for you to read and complete.

    Files, sheets and tables that point to one another are linked by foreign keys. On a terminal it
    asks: what the data is, what each column could reveal of someone, how people are counted.
    Nothing is written before the last answer.
    """
    if sum(map(bool, (files, matomo, usage))) != 1:
        raise click.UsageError("name FILES, or a Matomo by --matomo, or this site by --usage")
    if matomo or usage or yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        path = _drafted(site, files, name, matomo)
        say(f"{path}: read it, decide what it asks, then run `fournil publish`")
        return
    from publish.bakehouse.draft import ask_for_dataset
    from publish.commands.asking import HINT, Asking, language_of

    language = language_of(os.environ, site)
    asking = Asking(language)
    click.echo(asking.says(HINT))
    today = datetime.now(UTC).date()
    path = ask_for_dataset(site, files, name, asking.ask, today, language)
    dataset = path.parent.name
    done = told(
        "%(path)s: written; `fournil check %(dataset)s` says what is left to do, `fournil preview "
        "%(dataset)s` shows it to you alone, `fournil publish %(dataset)s` to all",
        path=path,
        dataset=dataset,
    )
    say(f"\n{asking.says(done)}")


def _drafted(
    site: SiteFolder, files: tuple[Path, ...], name: str | None, matomo: str | None
) -> Path:
    """A draft that asks nothing, of files, of a Matomo or of this site."""
    if files:
        from publish.bakehouse.draft import new_dataset

        return new_dataset(site, files, name)
    if matomo:
        from publish.bakehouse.draft.audience import new_matomo

        return new_matomo(site, matomo, name or "frequentation")
    from publish.bakehouse.draft.own_use import new_own_use

    return new_own_use(site, name or "frequentation")


@main.command(cls=Command)
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new empty site in FOLDER, with commented files."""
    from publish.upkeep.init import init as make_site

    for path in make_site(folder):
        click.echo(path)


@main.command(cls=Command)
@click.argument("kind", type=click.Choice(["dataset", "metadata", "reuses"]), default="dataset")
def schema(kind: Literal["dataset", "metadata", "reuses"]) -> None:
    """Print the JSON Schema of dataset.yaml, metadata.yaml or reuses.yaml, for editors."""
    from publish.declare.schema import schema as json_schema

    click.echo(json_schema(kind), nl=False)


@command
@dataset_argument
@as_of
def risk(site: SiteFolder, dataset: str, as_of: date) -> None:
    """Measure how exposed people are in DATASET's exports, before anything is published.

    Also writes private/DATASET/risk.html, a page of bars.
    """
    from publish.bakehouse.report.risk import text, write_page
    from publish.bakehouse.risk import risk as measure

    found = measure(site, dataset, as_of)
    path = write_page(site.private / dataset, dataset, found)
    say(f"{text(dataset, found)}\n\n{path}: the same with bars; keep it private")


@command
@dataset_argument
@as_of
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    help="Seconds of CPU for the search in each table; then it tells the best so far.",
)
def policy(site: SiteFolder, dataset: str, as_of: date, seconds: float) -> None:
    """Search how coarse each column of DATASET's records must be, and print up to five choices.

    Records about people leave in classes: at least `k` people share their age, place, job… Each
    column can be as you declared it, coarser, or left out; the coarser it is, the fewer rows are
    suppressed and the less they say. This searches all combinations for those that lose least.

    \b
    What is tried, of each published quasi-identifier, the finest first:
      as declared            never finer than what you decided
      ladder                 the wider columns of its lookup
      band                   every other cut, again and again
      round, grid            twice the step, again and again
      truncate_date          month, quarter, year
      prefix                 fewer characters
      no technique           a number rounded, a day's month, quarter, year
      drop                   the column left out

    Each choice has three figures, and none of those shown beats another in all of them: NCP, the
    share of the detail that is lost (0 nothing, 1 all); the share of rows suppressed, at most
    `max_suppressed`; how many people a class has on average. They are those of a publication of
    the exports of today. Nothing is published or changed: you choose, paste the lines into the
    declaration, and answer for it with `reviewed:`. Then `fournil check DATASET`.
    """
    from publish.bakehouse.advise import advice, text
    from publish.progress import reporter

    with reporter(quiet=False) as progress:
        found = advice(site, dataset, as_of, seconds, progress)
    say(text(dataset, found))


@command
@dataset_argument
@as_of
@as_json
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def attack(site: SiteFolder, dataset: str, as_of: date, as_json: bool, quiet: bool) -> None:
    """Try what an attacker would get from all kept releases of DATASET.

    \b
    files        what files show, and the ledger does not remember as it is
    differences  people who came or went alone between any two releases
    moves        who came or went, from which numbers with noise moved (cell keys)
    averages     noise drawn so often that it can be averaged (differential privacy)
    subtraction  hidden numbers that follow from all numbers ever shown
    sums         counts of few that follow from days, weeks, tables and releases of counts
    regrouping   rows of things put together by who made them
    spelling     classes that are large because one person is spelt in several ways
    residue      numbers in reports, changes, pages and feeds that tell of few
    canaries     private words of today's export, in every byte of every file
    guesses      who is singled out, linked, known (records; needs `make anonymeter`)

    Each attack is tried on an unprotected copy as well, where it must succeed: its power is told.
    The private export of today says who is right. Only figures are printed, never a value. The
    report of the next release tells in part how it went; nothing else is changed. Ends with 12
    where an attack finds something, or where one fails on the unprotected copy.
    """
    from publish.bakehouse.attack import as_dict, describe, exit_code
    from publish.bakehouse.attack import attack as tried
    from publish.progress import reporter
    from publish.site.app.reading import pages_about

    with reporter(quiet=quiet or as_json) as progress:
        pages = pages_about(site, dataset)
        releases, results = tried(site, dataset, as_of, progress, pages)
    if as_json:
        click.echo(json.dumps(as_dict(dataset, results), indent=2, ensure_ascii=False))
    else:
        say(describe(dataset, results, releases))
    sys.exit(exit_code(results))


@command
@dataset_argument
@as_of
def rebake(site: SiteFolder, dataset: str, as_of: date) -> None:
    """Make DATASET's forms and texts anew from the rows of its current release (a patch)."""
    from publish.bakehouse.outcomes import describe
    from publish.bakehouse.publication import rebake_one
    from publish.progress import reporter

    with reporter(quiet=False) as progress:
        outcome = rebake_one(site, dataset, as_of, progress)
    say(describe(outcome))
