"""Rows that a reader selects: filters, facets, chips, previews, tables."""
