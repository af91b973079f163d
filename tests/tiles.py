"""Small PMTiles files: plain pictures, or one square of water, over the whole world."""

import gzip
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

# Green, which nothing else on a map is.
COLOR = (12, 200, 34)
WORLD = {
    "min_lon_e7": -180 * 10**7, "min_lat_e7": -85 * 10**7,
    "max_lon_e7": 180 * 10**7, "max_lat_e7": 85 * 10**7,
    "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
}  # fmt: skip


def raster(path: Path, zooms: int = 3) -> Path:
    """Every tile of the first zooms is one plain PNG."""
    kind = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE}
    return written(path, kind, png(), zooms)


def vector(path: Path) -> Path:
    """One tile, all of it earth in the schema of Protomaps."""
    kind = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
    return written(path, kind, gzip.compress(mvt()), 1)


def written(path: Path, kind: Mapping[str, Any], tile: bytes, zooms: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        writer = Writer(file)
        for zoom in range(zooms):
            for x in range(2**zoom):
                for y in range(2**zoom):
                    writer.write_tile(zxy_to_tileid(zoom, x, y), tile)
        writer.finalize({**WORLD, **kind}, {})
    return path


def png(size: int = 256) -> bytes:
    """A square picture of COLOR."""
    rows = (b"\0" + bytes(COLOR) * size) * size
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)),
              (b"IDAT", zlib.compress(rows)), (b"IEND", b""))  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    name, data = chunk
    crc = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)


def mvt(extent: int = 4096) -> bytes:
    """A Mapbox vector tile: a layer `earth` with one polygon that covers it."""
    steps = [9, *_zigzag(0, 0), 26, *_zigzag(extent, 0, 0, extent, -extent, 0), 15]
    geometry = b"".join(map(_varint, steps))
    feature = _field(3, 3) + _field(4, geometry)
    layer = _field(15, 2) + _field(1, b"earth") + _field(2, feature) + _field(5, extent)
    return _field(3, layer)


def _zigzag(*numbers: int) -> list[int]:
    return [number << 1 ^ number >> 31 for number in numbers]


def _field(number: int, value: int | bytes) -> bytes:
    """A field of a protocol buffer: a number, or bytes with their length."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    found = b""
    while number > 127:
        found, number = found + bytes([number & 127 | 128]), number >> 7
    return found + bytes([number])
