"""Charts of the rows that a visitor has selected, drawn as SVG without a library."""
