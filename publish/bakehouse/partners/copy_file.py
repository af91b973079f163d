"""What is remembered of the copy of a partner's rows: `copy.json` beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from publish.bakehouse.fetch.kept import save
from publish.declare.model import Model
from publish.declare.partner import PartnerSource
from publish.declare.source import Source
from publish.errors import SourceError

COPY = "copy.json"


class Copy(Model):
    """A copy: its file, since when it is as it is, when it was last asked for, and what failed."""

    file: Annotated[str, Field(pattern=r"^[\w-]+(\.[\w-]+)*$")]
    """The name of the file beside this one."""
    day: date
    """The day since which it is as it is."""
    checked: date
    """The day on which the partner last answered."""
    digest: str = ""
    """SHA-256 of the file."""
    read: dict[str, str] = Field(default={})
    """How it is read beyond what is declared, as its own descriptor told."""
    license: str = ""
    """The licence that its own descriptor tells of it."""
    version: str = ""
    """The version of the release that it is of, where its own descriptor told one."""
    news: tuple[str, ...] = ()
    """What is told of that release, beside the one that the copy before was of."""
    of: str = ""
    """SHA-256 of the address, kind of service and table that it came from."""
    failed: str = ""
    """Why it is not of today, where the partner was asked in vain since."""


@dataclass(frozen=True)
class Kept:
    """A copy, and the folder that it is in."""

    folder: Path
    copy: Copy

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / self.copy.file


def read_copy(folder: Path) -> Kept | None:
    """The copy in a folder, None where there is none; raises SourceError."""
    path = folder / COPY
    if not path.exists():
        return None
    try:
        copy = Copy.model_validate_json(path.read_bytes())
    except ValidationError as error:
        said = "; ".join(f"{one['loc']}: {one['msg']}" for one in error.errors())
        raise SourceError(f"{path}: cannot be read ({said}); remove it") from None
    kept = Kept(folder, copy)
    return kept if kept.path.is_file() else None


def came_from(source: PartnerSource) -> str:
    """A digest of where a copy comes from, for the address may hold a secret."""
    table = f"\n{source.table}" if source.table else ""
    return sha256(f"{source.harvest or ''}\n{source.path}{table}".encode()).hexdigest()


def read_as(declared: PartnerSource, told: Mapping[str, str]) -> Source:
    """How a copy is read: as it is declared, else as its own descriptor told; raises ValueError."""
    written = declared.model_dump(exclude={"harvest"}, by_alias=True, exclude_unset=True)
    return Source.model_validate({**told, **written})


def write_copy(folder: Path, copy: Copy) -> None:
    """Remember a copy."""
    save(iter([copy.model_dump_json(indent=2, by_alias=True).encode() + b"\n"]), folder / COPY)
