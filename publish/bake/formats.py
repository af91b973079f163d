"""FORMATS: the forms of file that a table is given beside its CSV and the database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from publish.bake.delimited import bake_csv_gzip, csv_gzip_whole
from publish.bake.form import Form, Format, Json
from publish.bake.geojson import bake_geojson, geojson_whole, has_map
from publish.bake.json_lines import bake_json_lines, json_lines_whole
from publish.bake.parquet import bake_parquet, parquet_whole
from publish.bake.spreadsheet import bake_spreadsheet, fits_a_sheet, spreadsheet_whole
from publish.errors import StoreError


def _any(form: Form) -> bool:
    return True


GZIP = "application/gzip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# By the end of the file's name.
FORMATS: dict[str, Format] = {
    "csv.gz": Format(GZIP, _any, bake_csv_gzip, csv_gzip_whole),
    "jsonl.gz": Format(GZIP, _any, bake_json_lines, json_lines_whole),
    "parquet": Format("application/vnd.apache.parquet", _any, bake_parquet, parquet_whole),
    "geojson": Format("application/geo+json", has_map, bake_geojson, geojson_whole),
    "xlsx": Format(XLSX, fits_a_sheet, bake_spreadsheet, spreadsheet_whole),
}


def planned(form: Form) -> list[Json]:
    """The distributions that the table will have, CSV first: those declared that fit."""
    declared = form.table.formats
    names = [name for name in FORMATS if declared is None or name in declared]
    csv = {"format": "csv", "path": form.resource["path"], "mediatype": "text/csv"}
    return [csv, *(_planned(form, name) for name in names if FORMATS[name].fits(form))]


def _planned(form: Form, name: str) -> Json:
    return {"format": name, "path": f"{form.name}.{name}", "mediatype": FORMATS[name].mediatype}


def bake_forms(folder: Path, form: Form, package: Json) -> Iterator[str]:
    """Write every planned file of a table but its CSV, telling the name of each before.

    `package` is the descriptor with its version. Raises StoreError when a file read again lacks
    rows.
    """
    versioned = replace(form, package=package)
    for one in form.resource["distributions"][1:]:
        format, path = FORMATS[one["format"]], folder / one["path"]
        yield path.name
        format.write(versioned, path)
        if not format.whole(versioned, path):
            raise StoreError(f"{path.name}: read again, it lacks rows of {form.name}; bake again")
