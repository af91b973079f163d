"""Personal tokens as datasette-auth-tokens signs them, seldom written when they are read."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import itsdangerous
import sqlite_utils
from datasette_auth_tokens.migrations import migration

from publish.corrections.desk_file import PATIENCE_SECONDS
from publish.desk.tokens import BEGINS, Held, held
from publish.release.disk import locked
from publish.site.app.face import Face

PLUGIN = "datasette-auth-tokens"
_NAMESPACE = "dsatok"


def configured(database: str) -> dict[str, dict[str, dict[str, bool | str]]]:
    """How Datasette is told that the plugin keeps its tokens in a database."""
    return {"plugins": {PLUGIN: {"manage_tokens": True, "manage_tokens_database": database}}}


def prepare(path: Path) -> None:
    """Makes the plugin's table; of workers that begin at once, each when its turn comes."""
    with locked(path.parent), closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as database:
        migration.apply(sqlite_utils.Database(database))


def token_of(desk: Face, id: int) -> str:
    """The token of a number."""
    return f"{BEGINS}{desk.sign(id, _NAMESPACE)}"


async def holder_of(desk: Face, path: Path, token: str, now: int) -> Held | None:
    """Whose a token is; None where it is none that holds.

    The plugin writes for each token that it looks at. Here it is read, and shown to the plugin,
    which notes the use, once a minute.
    """
    id = _number(desk, token)
    found = await asyncio.to_thread(held, path, id, now) if id is not None else None
    if found is None or not found.is_unnoted:
        return found
    actor = await Face.verify_token(desk, token)
    return found if actor and actor["id"] == found.member else None


def _number(desk: Face, token: str) -> int | None:
    if not token.startswith(BEGINS):
        return None
    try:
        said = desk.unsign(token.removeprefix(BEGINS), _NAMESPACE)
    except itsdangerous.BadData:
        return None
    # The signature is read as base64, which passes over what is none.
    return said if type(said) is int and token == token_of(desk, said) else None
