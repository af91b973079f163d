"""The header of a PMTiles file (version 3): what its tiles are, and where they lie."""

import os
import struct
from pathlib import Path
from typing import Any

from publish.declare.declaration import Background
from publish.errors import DeclarationError
from publish.site.downloads.files import opened

# 127 bytes: of compressions, kind of tile, zooms, and a box in 1e-7 degrees.
LENGTH = 127
MAGIC = b"PMTiles\x03"
_FACTS = struct.Struct("<97x B B B B B i i i i 9x")
KINDS = {1: "mvt", 2: "png", 3: "jpeg", 4: "webp", 5: "avif"}
# Unknown, none, gzip: what the script that reads it in browsers can undo.
_COMPRESSIONS = (0, 1, 2)


def declared(metadata: Path, background: Background) -> dict[str, Any]:
    """What pages need of the tiles that `metadata.yaml` names; raises DeclarationError."""
    folder = metadata.parent / "static"
    try:
        with opened(folder, background.tiles) as file:
            header = os.pread(file.descriptor, LENGTH, 0)
    except OSError:
        raise DeclarationError(
            f"{metadata}: map.tiles: no file {background.tiles} in {folder}; put it there "
            "(a link to elsewhere does not count), or take `map` out"
        ) from None
    try:
        facts = read(header)
    except ValueError as error:
        raise DeclarationError(f"{folder / background.tiles}: {error}") from None
    said = background.attribution.model_dump(exclude_none=True)
    return {"tiles": background.tiles, "attributions": said, **facts}


def read(header: bytes) -> dict[str, Any]:
    """`kind` of tile, `zooms` [least, most], `box` [west, south, east, north] in degrees.

    Raises ValueError with the way out.
    """
    if len(header) < LENGTH or not header.startswith(MAGIC):
        raise ValueError("no PMTiles file of version 3; `pmtiles convert` makes one")
    inner, outer, kind, least, most, *box = _FACTS.unpack(header[:LENGTH])
    if kind not in KINDS:
        raise ValueError(f"tiles of type {kind}; known: MVT, PNG, JPEG, WebP, AVIF")
    if inner not in _COMPRESSIONS or outer not in _COMPRESSIONS:
        raise ValueError("its tiles are packed by another way than gzip; write them with gzip")
    return {"kind": KINDS[kind], "zooms": [least, most], "box": [n / 1e7 for n in box]}
