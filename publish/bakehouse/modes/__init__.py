"""How tables leave, by their mode: things, counts of people, their records, a directory."""

from publish.bakehouse.modes.apply import MODES, Mode, apply_mode

__all__ = ["MODES", "Mode", "apply_mode"]
