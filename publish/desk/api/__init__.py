"""Corrections by programs: rows as JSON, patches of them, and changesets that group these."""
