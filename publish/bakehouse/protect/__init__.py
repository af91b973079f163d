"""Disclosure control: each column's technique, applied before anything leaves."""

from publish.bakehouse.protect.columns import recode, recoding

__all__ = ["recode", "recoding"]
