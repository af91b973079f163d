"""Sending releases to portals; nothing here reads `data/` but the declaration's `push:`."""
