"""Colours and their contrast, after WCAG 2.2 (relative luminance, contrast ratio)."""

import re

WHITE = "#ffffff"
# Of a site that declares none.
BRAND, ACCENT = "#1d4f91", "#a3360f"
# The grounds of panels in app.css, by day and by night: what reads there reads everywhere.
DAY, NIGHT = "#f5f5f2", "#1d2128"
# Success criterion 1.4.3: text against what lies behind it.
TEXT = 4.5
_STEPS = 40


def hex_color(value: str) -> str:
    """A colour as six hexadecimal digits that reads well by day; raises ValueError."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"{value!r} is no colour; write # and six digits, such as #1d4f91")
    found = contrast(value, DAY)
    if found < TEXT:
        better = readable(value, DAY)
        raise ValueError(
            f"{value!r} has a contrast of {found:.1f} with light pages, text needs {TEXT}; "
            f"the nearest that has it: {better}"
        )
    return value.lower()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """The relative luminance of a colour, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(color: str, background: str) -> str:
    """The nearest mix of a colour with black (on light) or white (on dark) that text may have."""
    towards = "#000000" if luminance(background) > 0.5 else WHITE
    mixes = (mix(color, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in mixes if contrast(one, background) >= TEXT)


def mix(color: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    pairs = zip(_parts(color), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
