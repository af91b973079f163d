"""Disclosure control: each column's technique, applied before anything leaves."""

from publish.protect.columns import TECHNIQUES, Technique, recode
from publish.protect.modes import MODES, Mode, leave

__all__ = ["MODES", "TECHNIQUES", "Mode", "Technique", "leave", "recode"]
