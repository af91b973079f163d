"""Baking: the files of a release, written from the protected tables."""
