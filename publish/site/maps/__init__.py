"""Maps of the rows that a visitor has selected: points or counts, and a drawing for all."""
