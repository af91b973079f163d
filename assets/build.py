"""Writes the full texts of the licences into publish/built/licenses/, from a pinned npm package.

Run by make; needs node and npm on the PATH or beside this Python (`pip install '.[assets]'`).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
BUILT = ASSETS.parent / "publish" / "built"
PACKAGE = ASSETS / "node_modules" / "spdx-license-list"
LICENSES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODC-By-1.0", "ODbL-1.0", "etalab-2.0")


def main() -> None:
    """Fetches the package, then swaps the whole folder in."""
    fetch()
    BUILT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT, prefix=".licenses-") as work:
        new = Path(work) / "licenses"
        new.mkdir()
        for spdx in LICENSES:
            (new / f"{spdx}.txt").write_text(text(spdx), encoding="utf-8")
        shutil.rmtree(BUILT / "licenses", ignore_errors=True)
        new.rename(BUILT / "licenses")
    print(f"Built publish/built/licenses: {', '.join(LICENSES)}")


def fetch() -> None:
    """Installs exactly what package-lock.json names; exits with the way out when npm cannot."""
    path = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    npm = shutil.which("npm", path=path)
    if npm is None:
        sys.exit("npm is missing: install Node.js, or `.venv/bin/uv pip install -e '.[assets]'`.")
    done = subprocess.run(
        [npm, "ci", "--silent", "--prefer-offline"], cwd=ASSETS, env={**os.environ, "PATH": path}
    )
    if done.returncode:
        sys.exit(
            "npm could not fetch the texts of the licences (assets/package-lock.json).\n"
            f"See why with `cd {ASSETS} && npm ci`, then run make again."
        )


def text(id: str) -> str:
    """The full text of a licence by SPDX id."""
    entry = json.loads((PACKAGE / "licenses" / f"{id}.json").read_text(encoding="utf-8"))
    return str(entry["licenseText"]).strip() + "\n"


if __name__ == "__main__":
    main()
