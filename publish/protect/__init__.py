"""Disclosure control: each column's technique, applied before anything leaves."""

from publish.protect.columns import TECHNIQUES, Technique, protect

__all__ = ["TECHNIQUES", "Technique", "protect"]
