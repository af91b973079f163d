"""The site's own look: its two colours, in light and in dark, and its logo."""

from collections.abc import Mapping
from typing import Any

from publish.color import NIGHT, readable

COLOR, ACCENT = "#1d4f91", "#a3360f"


def theme(look: Mapping[str, Any]) -> str:
    """The style sheet that sets the colours, each light enough for the night."""
    colors = {"brand": look.get("color") or COLOR, "accent": look.get("accent") or ACCENT}
    day = _set(colors)
    night = _set({name: readable(color, NIGHT) for name, color in colors.items()})
    return f":root{{{day}}}\n@media (prefers-color-scheme:dark){{:root{{{night}}}}}\n"


def _set(colors: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{color};" for name, color in colors.items())
