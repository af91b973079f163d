"""The file that was located, as it came: whole, the one that was told of, out of its archive."""

import shutil
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from publish.bakehouse.partners.located import Located
from publish.bakehouse.read.files import extension_of, packing_of
from publish.errors import SourceError
from publish.release.disk import sha256_of
from publish.words.limits import UNPACKED_BYTES

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
CHUNK = 1 << 20


def ending_of(found: Located) -> str:
    """How the name of its copy ends: by its format, packed as its address says."""
    if found.member:
        return extension_of(found.member)
    packed = packing_of(found.address) or ""
    format = found.read.get("format")
    return f"{f'.{format}' if format else extension_of(found.address)}{packed}"


def copy_located(found: Located, came: Path, place: str, target: BinaryIO) -> None:
    """Writes the file that came, or the member of the archive; raises SourceError.

    `place` names it in messages. It is refused where its digest is not the one that was told.
    """
    if found.sha256 and sha256_of(came) != found.sha256:
        raise SourceError(
            f"{place}: is not the file that its descriptor tells of; it may be of another "
            "version, which the next run will see"
        )
    with came.open("rb") as file:
        if found.member:
            _copy_member(file, found.member, place, target)
        else:
            shutil.copyfileobj(file, target)


def _copy_member(file: BinaryIO, ending: str, place: str, target: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [one for one in archive.namelist() if one.endswith(ending)]
            if len(names) != 1:
                there = ", ".join(sorted(archive.namelist())[:20])
                raise SourceError(
                    f"{place}: {len(names)} files there end in {ending!r}; there: {there}"
                )
            _copy_bounded(archive, names[0], place, target)
    except DAMAGED as error:
        raise SourceError(f"{place}: no archive that can be read whole ({error})") from None


def _copy_bounded(archive: zipfile.ZipFile, name: str, place: str, target: BinaryIO) -> None:
    size = 0
    with archive.open(name) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
            if size > UNPACKED_BYTES:
                raise SourceError(f"{place}: more than {UNPACKED_BYTES >> 30} GiB unpacked")
            target.write(chunk)
