"""`desk/outbox/`: answers that wait to be read, each sealed for the key of who asked.

In no backup, for nobody but its owner, and gone when an answer is over.
"""

from pathlib import Path

from publish.corrections import desk_file
from publish.corrections.sealed import sealed_file, unsealed_file
from publish.people.one_time_key import private_half, sealing
from publish.people.requests import end_what_is_over
from publish.release.disk import flush

NAME = "outbox"
_ENDING, _FRESH = ".sealed", ".new"


def put(desk: Path, id: int, public: str, archive: bytes) -> None:
    """Leaves an answer beside the file of the desk, whole or not at all; raises OSError.

    Whoever answers holds the site: what another left half written is taken away.
    """
    folder = desk.with_name(NAME)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    for left in folder.glob(f"*{_FRESH}"):
        left.unlink()
    fresh = folder / f"{id}{_FRESH}"
    fresh.touch(0o600)
    fresh.write_bytes(sealed_file(sealing(public), archive))
    flush(fresh)
    fresh.replace(_file(desk, id))
    flush(folder)


def take(desk: Path, id: int, typed: str) -> bytes | None:
    """The answer that a key opens; None where the file is gone, or is another's."""
    try:
        return unsealed_file(private_half(typed), _file(desk, id).read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def sweep(desk: Path, now: int) -> int:
    """Deletes the answers that are over, or whose request is gone; how many were over."""
    if not desk_file.there(desk):
        return 0
    over, kept = end_what_is_over(desk, now)
    names = {_file(desk, id).name for id in kept}
    for path in desk.with_name(NAME).glob(f"*{_ENDING}"):
        if path.name not in names:
            # Another process may sweep as well.
            path.unlink(missing_ok=True)
    return over


def _file(desk: Path, id: int) -> Path:
    return desk.with_name(NAME) / f"{id}{_ENDING}"
