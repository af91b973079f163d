"""FORMATS: the forms of file that a table may be given, and all that is known of each.

A form is one module that writes it and one entry here: what a declaration may name, what a
release lists, what pages, catalogs and portals say of it all come from the entry.
"""

from dataclasses import dataclass

from publish.words.bilingual import Words, bilingual

GZIP = "application/gzip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class FileType:
    """A code of http://publications.europa.eu/resource/authority/file-type.

    A compressed form also has the media type of what is inside, and that of its compression.
    """

    code: str
    inside: str | None = None
    compressed: str | None = None


@dataclass(frozen=True)
class Format:
    """A form of file, as both sides of the wall know it.

    `name` and `purpose` are what people read; `label` what the catalog's filter calls it, None
    for what is no format of its own; `file_type` its European code, where it has one. `baker`
    names the private Baker that writes it, as `module:name`; None where every release has the
    file. `needs_map` tells whether a table must say where its rows lie, `uploads` whether portals
    take copies.
    """

    mediatype: str
    name: Words
    purpose: Words
    label: str | None = None
    file_type: FileType | None = None
    baker: str | None = None
    needs_map: bool = False
    uploads: bool = True


_BAKE = "publish.bakehouse.bake"
# By the end of the file's name, in the order in which a release lists them.
FORMATS: dict[str, Format] = {
    "csv.gz": Format(
        GZIP,
        bilingual("CSV compressé", "CSV, compressed"),
        bilingual("le même, plus léger", "the same, smaller"),
        file_type=FileType("CSV", "text/csv", GZIP),
        baker=f"{_BAKE}.delimited:CSV_GZIP",
    ),
    "jsonl.gz": Format(
        GZIP,
        bilingual("JSON Lines compressé", "JSON Lines, compressed"),
        bilingual("pour les programmes", "for programs"),
        label="JSON Lines",
        file_type=FileType("JSON", "application/json", GZIP),
        baker=f"{_BAKE}.json_lines:JSON_LINES",
        uploads=False,
    ),
    "parquet": Format(
        "application/vnd.apache.parquet",
        bilingual("Parquet", "Parquet"),
        bilingual("pour l'analyse", "for analysis"),
        label="Parquet",
        file_type=FileType("PARQUET"),
        baker=f"{_BAKE}.parquet:PARQUET",
        uploads=False,
    ),
    "geojson": Format(
        "application/geo+json",
        bilingual("GeoJSON", "GeoJSON"),
        bilingual("pour les cartes", "for maps"),
        label="GeoJSON",
        file_type=FileType("GEOJSON"),
        baker=f"{_BAKE}.geojson:GEOJSON",
        needs_map=True,
    ),
    "xlsx": Format(
        XLSX,
        bilingual("Excel", "Excel"),
        bilingual("pour les tableurs", "for spreadsheets"),
        label="Excel",
        file_type=FileType("XLSX"),
        baker=f"{_BAKE}.spreadsheet:SPREADSHEET",
    ),
}
# The files that every release has.
ALWAYS: dict[str, Format] = {
    "csv": Format(
        "text/csv",
        bilingual("CSV", "CSV"),
        bilingual("pour tous les outils", "for every tool"),
        label="CSV",
        file_type=FileType("CSV"),
    ),
    "sqlite": Format(
        "application/vnd.sqlite3",
        bilingual("SQLite", "SQLite"),
        bilingual("une base à interroger", "one database, to query"),
        label="SQLite",
    ),
    "zip": Format(
        "application/zip",
        bilingual("ZIP", "ZIP"),
        bilingual(
            "toutes les tables en CSV, avec leur description",
            "all tables as CSV, with their description",
        ),
        file_type=FileType("ZIP"),
    ),
    "dictionary": Format(
        "text/csv",
        bilingual("Dictionnaire", "Dictionary"),
        bilingual("chaque colonne expliquée", "every column explained"),
        file_type=FileType("CSV"),
    ),
    "datapackage": Format(
        "application/json",
        bilingual("Data Package", "Data Package"),
        bilingual("la description, pour les programmes", "the description, for programs"),
    ),
}


def known(name: str) -> Format | None:
    """What is known of a form by its name; None for one that is no longer made."""
    return FORMATS.get(name) or ALWAYS.get(name)
