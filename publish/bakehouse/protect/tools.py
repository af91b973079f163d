"""What the techniques work with."""

from dataclasses import dataclass
from pathlib import Path

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.keys import Keys


@dataclass(frozen=True)
class Tools:
    """The keys, the workspace and the folder where a dataset's own lookups lie."""

    keys: Keys
    place: Workspace
    folder: Path
