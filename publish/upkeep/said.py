"""`desk/desk.db`, what people said, as its maintainer looks after it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

from publish.corrections import desk_file
from publish.corrections.erased_list import NAME, listed
from publish.corrections.sealed import PRIVATE, PUBLIC
from publish.corrections.standing import standing
from publish.declare.site import SiteFolder
from publish.desk.secret import secret
from publish.upkeep.desk import BROUGHT_BACK, damage, rights
from publish.words.sqlite import read_only


def lines(site: SiteFolder, today: date) -> Iterator[tuple[str, str]]:
    """What is the matter with it, each with the way out; no way out where all is well.

    Raises DeskError, PrivateStateError for a list of what was erased, or a secret, that is none.
    """
    path = site.desk
    if path.with_name(PUBLIC).exists() and not (opens := site.private / PRIVATE).exists():
        yield f"{opens} is gone", "put it back: `fournil --site NEW restore FILE`, then copy it"
    if not desk_file.there(path):
        yield "nothing was said at the desk yet", ""
        return
    listed(path.with_name(NAME))
    if (path.parent / "secret").exists():
        secret(path.parent)
    mended = [*rights(path.parent, path), *(damage(path, BROUGHT_BACK) or _version(site))]
    yield from mended or [(str(standing(path)), "")]


def _version(site: SiteFolder) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(read_only(site.desk, at_rest=False), uri=True)) as database:
        if not desk_file.is_whole(database):
            yield (
                f"{site.desk} was written by another version of Fournil",
                "`fournil desk inbox` completes it; where that was a later one, update this one",
            )
