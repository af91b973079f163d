"""How tables leave, by their mode: things, counts of people, their records, a directory."""

from publish.bakehouse.modes.apply import MODES, Mode, apply_mode
from publish.bakehouse.modes.beside import beside_records

__all__ = ["MODES", "Mode", "apply_mode", "beside_records"]
