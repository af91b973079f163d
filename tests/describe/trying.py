"""Every address of a description, asked whatever fits it and what does not."""

import subprocess
import sys
from pathlib import Path

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def is_kept_to(described: str, folder: Path, *options: str) -> None:
    """Fails with what was answered otherwise than the description at that address says."""
    program = Path(sys.executable).parent / "st"
    asked = ["run", described, "--seed", "1", "--checks", ",".join(CHECKS), *options]
    done = subprocess.run([program, *asked], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
