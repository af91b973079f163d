"""What a release says of the partners whose rows its tables hold, and their logos as pictures."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from publish.bakehouse.bake.logo_drawing import drawn
from publish.bakehouse.partners.told import PartnerRows
from publish.declare.partner import Partner
from publish.errors import Problem
from publish.release.described import Json, present

Logos = Mapping[str, tuple[str, bytes]]
"""Partner -> the name of its picture in a release, and the PNG."""
WIDTH, HEIGHT = 192, 96
LARGEST = 1 << 20
"""Bytes of a logo."""
_KINDS = {"png": "png", "jpg": "jpeg", "webp": "webp", "svg": "svg+xml"}
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'viewBox="0 0 {width} {height}">{inside}</svg>'
)
_IMAGE = (
    '<image href="data:image/{kind};base64,{data}" width="{width}" height="{height}" '
    'preserveAspectRatio="xMinYMid"/>'
)


def listed_partner(name: str, given: PartnerRows, logo: str | None) -> Json:
    """A partner as a descriptor lists it; `logo` is the name of its picture in the release."""
    declared = given.declared
    told: Json = {
        "name": name,
        "title": declared.name,
        "url": declared.url,
        "license": declared.license,
        "updated": given.updated,
        "copy": given.copy,
        "logo": logo,
        "contact": declared.contact if declared.show_contact else None,
    }
    return present(told) | {"rows": given.rows, "stale": bool(given.stale)}


def logo(path: Path) -> bytes | None:
    """A logo drawn anew as PNG, so that nothing of its file but the picture is served.

    None where it is no picture, a large one, or too much to draw. What an SVG leads to elsewhere
    is not drawn.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) > LARGEST:
        return None
    picture = _drawn(_image(data, _KINDS[path.suffix[1:]]))
    return None if picture == _nothing() else picture


@cache
def _nothing() -> bytes | None:
    """What a file that is no picture draws."""
    return _drawn("")


def logo_file(name: str, picture: bytes) -> str:
    """The file of a partner's logo: another one for another picture."""
    return f"logo-{name}-{sha256(picture).hexdigest()[:8]}.png"


def logos(folder: Path, partners: Mapping[str, Partner]) -> Logos:
    """The logos beside the files of partners, drawn anew."""
    found = {
        name: picture
        for name, partner in partners.items()
        if partner.logo and (picture := logo(folder / partner.logo))
    }
    return {name: (logo_file(name, picture), picture) for name, picture in found.items()}


def unread_logos(dataset: str, partners: Mapping[str, Partner], found: Logos) -> list[Problem]:
    """The warnings for logos that cannot be shown."""
    return [
        Problem(
            "partner-logo",
            f"{dataset}.partners.{name}",
            f"{partner.logo} is not shown: it is missing, no picture, over 1 MiB, or too much to "
            "draw",
            "save it again as a PNG of a few kilobytes beside the partner's file",
            "warning",
            private=True,
        )
        for name, partner in partners.items()
        if partner.logo and name not in found
    ]


def _image(data: bytes, kind: str) -> str:
    told = b64encode(data).decode()
    return _IMAGE.format(kind=kind, data=told, width=WIDTH, height=HEIGHT)


def _drawn(inside: str) -> bytes | None:
    return drawn(_FRAME.format(width=WIDTH, height=HEIGHT, inside=inside), WIDTH)
