"""A partner's logo that would end, or hold up, the run that draws it."""

import zlib
from pathlib import Path
from struct import pack

import pytest

from publish.bakehouse.bake.partners import logo

SIZE = 28_000


def _bomb() -> bytes:
    """A PNG of 760 kB that takes 3 GB to draw."""
    packer = zlib.compressobj(9)
    row = bytes(SIZE + 1)
    rows = b"".join(packer.compress(row) for _ in range(SIZE)) + packer.flush()
    head = pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    told = b"".join(
        pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + told


@pytest.mark.slow("draws a picture of 3 GB, as far as it may")
def test_a_picture_beyond_measure_is_none(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_bomb())
    assert logo(tmp_path / "logo.png") is None


def test_a_drawing_too_deep_is_none(tmp_path: Path) -> None:
    deep = "<g>" * 100_000 + "</g>" * 100_000
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{deep}</svg>'
    (tmp_path / "logo.svg").write_text(svg, "utf-8")
    assert logo(tmp_path / "logo.svg") is None
