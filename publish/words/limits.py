"""The bounds of what is read, in one place: they end a run before the machine suffers.

`docs/declare.md` has them as a table.
"""

MIB, GIB = 1 << 20, 1 << 30

DECLARATION_BYTES = MIB
"""Of a dataset.yaml, metadata.yaml or README.md."""
YAML_NODES = 50_000
"""Keys, values and lists of a declaration, once each alias stands for what it points to."""
YAML_DEPTH = 50
"""Lists and mappings within one another."""
NUMBER_DIGITS = 15
"""Of a number in a declaration."""
JSON_DEPTH = 32
"""Lists and objects within one another, in a cell."""
COLUMNS = 1_000
"""Of a table, and headers of an export."""
RECORD_BYTES = 16 * MIB
"""Of one record of delimited text, as UTF-8, and of one value of SQLite."""
SQLITE_STEPS = 2_000_000_000
"""Of SQLite's machine, to read a table, view or query of a file: a minute or two."""
SQLITE_STEPS_PER_BYTE = 10
"""As many more for each byte of the file; to read a table takes about one."""
AUDIENCE_BYTES = 256 * MIB
"""Of a file of an audience tool, as UTF-8: one report of one period."""
DOWNLOAD_BYTES = 4 * GIB
"""Of an export behind https://."""
UNPACKED_BYTES = 20 * GIB
"""Of an export, once unpacked."""
WORKBOOK_BYTES = GIB
"""Of a workbook once unpacked, and characters of its cells with those that repeat."""
MERGED_ROWS = 1 << 22
"""Of a sheet, each counted as often as cells of it are merged."""
SHEET_CELLS = 1 << 27
"""Between the first and the last cell of a sheet; 32 bytes each: four gigabytes."""
ENGINE_MEMORY = 600 * MIB
"""Of the database that works on rows; what is more goes to disk."""
