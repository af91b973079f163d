"""The figures that only a maintainer may see, beside the keys."""

import json
from pathlib import Path

from publish.bakehouse.check.inspection import Inspection
from publish.release.disk import write_private

INTERNAL = "internal-report.json"


def write_internal(private: Path, inspection: Inspection) -> None:
    """What a run read, rejected and found in each table, in the dataset's private folder."""
    figures = {
        name: {
            **table.protected.internal,
            "records_in": table.shaped.records,
            "rejected": {
                f"{column}: {reason}": rows
                for (column, reason), rows in sorted(table.shaped.rejected.items())
            },
            "personal_data": inspection.notes.get(name, []),
        }
        for name, table in inspection.tables.items()
    }
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    write_private(private / INTERNAL, f"{text}\n")
