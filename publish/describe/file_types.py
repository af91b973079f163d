"""How the European file types and IANA's media types name our formats."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileType:
    """A code of http://publications.europa.eu/resource/authority/file-type.

    A compressed form also has the media type of what is inside, and that of its compression.
    """

    code: str
    inside: str | None = None
    compressed: str | None = None


# A format that is absent has no code there: its name and its media type tell what it is.
FILE_TYPES: dict[str, FileType] = {
    "csv": FileType("CSV"),
    "csv.gz": FileType("CSV", "text/csv", "application/gzip"),
    "jsonl.gz": FileType("JSON", "application/json", "application/gzip"),
    "parquet": FileType("PARQUET"),
    "geojson": FileType("GEOJSON"),
    "xlsx": FileType("XLSX"),
    "zip": FileType("ZIP"),
    "dictionary": FileType("CSV"),
}
NO_TYPE = FileType("")
