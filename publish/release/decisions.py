"""What was decided of a dataset's releases: `private/<dataset>/series.json`, in every backup.

Numbers, changelog, holds and withdrawals stand there as in `releases.json`, which is derived from
it, so that `releases/` can be lost and made again. Each change counts one `revision` up: where a
backup is restored beside newer releases, the newer of the two holds, and no withdrawal is lifted.
That it was older is noted in `private/<dataset>/restored.json` first: nothing tells it any more.
"""

import json
from datetime import date
from pathlib import Path

from publish.errors import PrivateStateError, StoreError
from publish.release.disk import reason, write_private
from publish.release.index import Index, index_of, read_index, written

NAME = "series.json"
RESTORED = "restored.json"


def decided(folder: Path, private: Path | None) -> Index:
    """The index of the releases in `folder`, as it was decided last.

    Releases whose files were lost count as pruned. Raises StoreError where `releases.json` is
    damaged or missing beside releases and nothing private knows better, PrivateStateError where
    what is private is damaged.
    """
    own = read_decisions(private / NAME, folder.name) if private else None
    if own is None:
        return read_index(folder)
    try:
        public = read_index(folder)
    except StoreError:
        return _without_lost(own, folder)
    return _without_lost(newer(own, public), folder)


def newer(own: Index, public: Index) -> Index:
    """Of what is private and what is public, that which was decided last."""
    return public if public.revision > own.revision else own


def last_known(folder: Path, private: Path) -> date | None:
    """The day of the last release that is known in private, where the public side knows more.

    None where nothing is missing; the first day of all where nothing private is left.
    """
    try:
        public = read_index(folder)
    except StoreError:
        return None
    own = read_decisions(private / NAME, folder.name) or Index(folder.name)
    if own.revision >= public.revision:
        return None
    return max((entry.date for entry in own.entries), default=date.min)


def notice_older(folder: Path, private: Path) -> str | None:
    """Since when what is private knows less than the public side, which is noted once."""
    known = last_known(folder, private)
    if known is None:
        return None
    since = known.isoformat() if known > date.min else "its first release"
    note_older(private, since)
    return since


def note_older(private: Path, since: str) -> None:
    """Notes once since when what is private may know too little: a day, or what says it."""
    if not (private / RESTORED).exists():
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(private / RESTORED, json.dumps({"since": since}) + "\n")


def remember(private: Path | None, folder: Path, index: Index) -> None:
    """Replaces what is decided in one step, where it is kept."""
    if private is None:
        return
    # From then on nothing tells any more that it was older.
    notice_older(folder, private)
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(private / NAME, written(index))


def read_decisions(path: Path, dataset: str) -> Index | None:
    """What is decided in private; None before the first release, PrivateStateError if damaged."""
    try:
        return index_of(path.read_text(encoding="utf-8"), dataset, None)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PrivateStateError(reason(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PrivateStateError(
            f"{path}: damaged ({error}); put it back from a backup: "
            "`fournil --site NEW restore FILE`, then copy it"
        ) from None


def _without_lost(index: Index, folder: Path) -> Index:
    lost = [entry.version for entry in index.kept if not (folder / entry.version).is_dir()]
    return index.without(lost, state="pruned")
