"""Copies of files on the portal: sent whole, or in pieces where they are large.

udata numbers an upload by the second and by its name: every name here is new.
"""

import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

from publish.portals.udata.files import File
from publish.portals.udata.portal import Json
from publish.portals.udata.resources import local_path, upload_name
from publish.portals.udata.steps import Work

PIECE = 50_000_000
"""Bytes that are sent in one request at most."""


def differs(file: File, one: Json | None) -> str | None:
    """How the content there differs from the file, in words; None where it is the same."""
    path = local_path(file)
    size = path.stat().st_size
    if one is None:
        return f"{size} bytes"
    hash = one.get("checksum") or {}
    if one.get("filesize") == size and hash.get("value") == _sha1(path):
        return None
    return f"{size} bytes, other than the {one.get('filesize')} there"


def send(work: Work, file: File, token: str) -> None:
    """Send a file, in place of the one that its resource holds, or as a new resource."""
    path, name = local_path(file), upload_name(file.name, token)
    id = work.resources.get(file.name)
    where = f"{work.path}resources/{id}/upload/" if id else f"{work.path}upload/"
    made = (
        _whole(work, path, where, name)
        if _size(path) <= PIECE
        else _pieces(work, path, where, name)
    )
    work.resources[file.name] = made["id"]


def _whole(work: Work, path: Path, where: str, name: str) -> Any:
    with path.open("rb") as content:

        def files() -> dict[str, Any]:
            content.seek(0)
            return {"file": (name, content)}

        return work.portal.post(where, found=lambda: _found(work, name), files=files)


def _pieces(work: Work, path: Path, where: str, name: str) -> Any:
    """A piece sent twice is the same piece; only the last request makes the resource."""
    size, id = _size(path), str(uuid4())
    total = -(-size // PIECE)
    form = {"uuid": id, "filename": name, "totalparts": str(total)}
    with path.open("rb") as content:
        for part in range(total):
            piece = content.read(PIECE)
            about = {
                "partindex": str(part),
                "partbyteoffset": str(part * PIECE),
                "chunksize": str(len(piece)),
            }
            work.portal.post(where, files={"file": (name, piece)}, data=form | about)
    return work.portal.post(where, found=lambda: _found(work, name), data=form)


def _found(work: Work, name: str) -> Json | None:
    """The resource that an upload made whose answer was lost."""
    there = work.portal.get(work.path)["resources"]
    return next((one for one in there if one["title"] == name), None)


def _size(path: Path) -> int:
    return path.stat().st_size


def _sha1(path: Path) -> str:
    """The kind of checksum that udata makes of what it keeps."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha1").hexdigest()
