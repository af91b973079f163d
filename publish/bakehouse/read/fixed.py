"""Fixed width text, turned into CSV by csvkit's in2csv, then read as such."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from publish.bakehouse.engine import Workspace
from publish.bakehouse.read import delimited
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.read.transcode import plain
from publish.declare.declaration import Source
from publish.errors import SourceError

MARK = b"\xef\xbb\xbf"


def read(request: ExportRequest, workspace: Workspace) -> Iterator[Export]:
    """Fixed width text by the schema `source.widths`: CSV of column, start (from 0), length.

    Records are the lines that are not blank. Raises SourceError for a schema that is missing.
    """
    path = plain(request, workspace.folder / workspace.name("text"))
    bare = workspace.folder / workspace.name("bare")
    lines = _without_blank_lines(path, bare)
    text = _converted(request, bare, workspace)
    source = Source(path=request.source.path)
    for export in delimited.read(replace(request, path=text, source=source), workspace):
        yield replace(
            export, records=len(lines), lines=lambda numbers: [lines[number] for number in numbers]
        )


def _without_blank_lines(path: Path, bare: Path) -> list[int]:
    """Copies the lines that hold something, and tells their numbers; in2csv keeps blank ones."""
    lines = []
    with path.open("rb") as file, bare.open("wb") as copy:
        for number, line in enumerate(file, start=1):
            text = line.removeprefix(MARK) if number == 1 else line
            if text.strip():
                copy.write(text)
                lines.append(number)
    return lines


def _converted(request: ExportRequest, bare: Path, workspace: Workspace) -> Path:
    """The CSV that in2csv writes; what it complains of may hold values and is not repeated."""
    text = workspace.folder / workspace.name("converted")
    options = ["-I", "--blanks", "-f", "fixed", "-e", "utf-8", "-s", str(_schema(request))]
    command = [sys.executable, "-m", "csvkit.utilities.in2csv", *options, str(bare)]
    with text.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SourceError(
            f"{request.file}: csvkit's in2csv cannot convert it; `{request.source.widths}` must "
            "have the columns column, start, length, and numbers in the last two"
        )
    return text


def _schema(request: ExportRequest) -> Path:
    """The file of widths, whose path is relative to the dataset's folder as the export's is."""
    if request.source.widths is None:
        raise SourceError(
            f"{request.file}: fixed width text without `widths:`; "
            "declare the path of a CSV file with the columns column, start, length"
        )
    folder = request.path
    for _ in Path(request.file).parts:
        folder = folder.parent
    schema = folder / request.source.widths
    inside = schema.resolve().is_relative_to(folder.resolve())
    if not inside or not schema.is_file():
        raise SourceError(
            f"{request.file}: `widths: {request.source.widths}`: no such file in the folder"
        )
    return schema
