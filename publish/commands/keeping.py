"""Commands on the releases of a dataset: which there are, which is served, which go."""

import json
from datetime import date
from pathlib import Path

import click

from publish.commands import as_json, as_of, command, dataset_argument, say, store_of
from publish.declare.site import SiteFolder
from publish.forms.formats import FORMATS


@command
@dataset_argument
@as_json
def releases(site: SiteFolder, dataset: str, as_json: bool) -> None:
    """List every release that DATASET ever had."""
    from publish.release.listing import as_dicts, lines

    store = store_of(site, dataset)
    if as_json:
        click.echo(json.dumps(as_dicts(store), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(store)))


@command
@click.argument("datasets", nargs=-1)
def verify(site: SiteFolder, datasets: tuple[str, ...]) -> None:
    """Re-read the kept releases of DATASETS (default: all): checksums, databases, row counts."""
    from publish.errors import StoreError

    names = datasets or [path.name for path in sorted(site.releases.glob("[a-z]*"))]
    problems = [problem for name in names for problem in store_of(site, name).verify()]
    if problems:
        raise StoreError("\n".join(map(str, problems)))
    click.echo(f"{len(names)} datasets verified: every file is as it was published")


@command
@dataset_argument
@click.argument("version", required=False)
def rollback(site: SiteFolder, dataset: str, version: str | None) -> None:
    """Serve an earlier release of DATASET (default: the one before) and hold the newer back."""
    from publish.release.status import forget_export
    from publish.release.stocklist import changing

    with changing(site.releases, site.private):
        release = store_of(site, dataset).rollback(version)
        forget_export(site.releases / dataset)
    say(
        f"{dataset}: {release.version} is served; what was newer is held back until "
        f"`fournil unhold {dataset} VERSION`"
    )


@command
@dataset_argument
@click.argument("version")
def unhold(site: SiteFolder, dataset: str, version: str) -> None:
    """Let the content of a held VERSION of DATASET be published again."""
    from publish.release.stocklist import changing

    with changing(site.releases, site.private):
        store_of(site, dataset).unhold(version)
    say(f"{dataset}: {version} is no longer held; `fournil publish {dataset}` publishes")


@command
@dataset_argument
@click.argument("version", required=False)
@click.option("--why", required=True, help="The reason, which the public reads.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_of
def withdraw(
    site: SiteFolder, dataset: str, version: str | None, *, why: str, yes: bool, as_of: date
) -> None:
    """Emergency stop: delete the files of VERSION (default: of every release) of DATASET.

    Their addresses answer 410, and the same content is not published again before `unhold`.
    """
    from publish.release.stocklist import changing

    what = f"release {version}" if version else "every release"
    if not yes:
        click.confirm(f"Delete the files of {what} of {dataset}?", abort=True)
    with changing(site.releases, site.private):
        gone = store_of(site, dataset).withdraw(version, why, as_of)
    click.echo(f"{dataset}: withdrawn {', '.join(entry.version for entry in gone)}")


@command
@dataset_argument
def prune(site: SiteFolder, dataset: str) -> None:
    """Delete the files of DATASET's releases that its `retention` no longer keeps."""
    from publish.release.stocklist import changing

    retention = site.dataset(dataset).retention
    with changing(site.releases, site.private):
        gone = store_of(site, dataset).prune(retention)
    click.echo(f"{dataset}: pruned {', '.join(entry.version for entry in gone) or 'nothing'}")


@command
@click.option("--new-key", is_flag=True, help="Make another key first; replicas must be told.")
def sign(site: SiteFolder, new_key: bool) -> None:
    """Sign the list of all releases for replicas (at least daily), and print the key to trust.

    The first run makes the key, private/store.key; from then on every change signs the list too.
    """
    from publish.release.lock import site_lock
    from publish.release.signature import make_key, public, read_key
    from publish.release.stocklist import changing

    if new_key or read_key(site.private) is None:
        with site_lock(site.private):
            make_key(site.private)
    with changing(site.releases, site.private):
        key = read_key(site.private)
    click.echo(public(key) if key else "")


@command
@dataset_argument
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help=f"csv, {', '.join(FORMATS)}, sqlite, zip or dictionary; repeat it for several (default: "
    "all there are).",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to copy into; made where it is missing.",
)
def export(site: SiteFolder, dataset: str, formats: tuple[str, ...], folder: Path) -> None:
    """Copy the files of DATASET's current release, with its licence, into a folder."""
    from publish.release.export import export as copy_files

    for path in copy_files(store_of(site, dataset), formats, folder):
        click.echo(path)
