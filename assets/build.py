"""Writes publish/built/ from pinned npm packages: licences, ladders of places, the map, the font.

Run by make; needs node and npm on the PATH or beside this Python (`pip install '.[assets]'`).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import contours
import divisions
import ladders
import places
import tiles

from publish.forms.picture import FONT_FILES
from publish.words.licenses import LICENSES

ASSETS = Path(__file__).resolve().parent
BUILT = ASSETS.parent / "publish" / "built"
MODULES = ASSETS / "node_modules"


def main() -> None:
    """Fetches the packages, then swaps each whole folder in."""
    fetch()
    BUILT.mkdir(exist_ok=True)
    swap_in("fonts", fonts)
    swap_in("ladders", lambda folder: ladders.build(folder, MODULES / ladders.NAME))
    swap_in("licenses", licenses)
    swap_in("places", divided)
    swap_in("static", static)
    print("Built publish/built: texts of licences, ladders, places, the map, the font of pictures")


def swap_in(name: str, write: Callable[[Path], None]) -> None:
    """Replaces a folder of BUILT by a new one, once that is whole."""
    with tempfile.TemporaryDirectory(dir=BUILT, prefix=f".{name}-") as work:
        new = Path(work) / name
        new.mkdir()
        write(new)
        shutil.rmtree(BUILT / name, ignore_errors=True)
        new.rename(BUILT / name)


def licenses(folder: Path) -> None:
    """Writes the full text of every licence."""
    for spdx in LICENSES:
        (folder / f"{spdx}.txt").write_text(text(spdx), encoding="utf-8")


def fonts(folder: Path) -> None:
    """Writes the font of pictures, which look alike on every machine, and its licence."""
    package = MODULES / "@expo-google-fonts" / "noto-sans"
    for style, name in (("400Regular", FONT_FILES[0]), ("700Bold", FONT_FILES[1])):
        shutil.copy(package / style / f"NotoSans_{style}.ttf", folder / name)
    shutil.copy(package / "LICENSE_FONT", folder / "LICENSE.txt")


def divided(folder: Path) -> None:
    """Writes where places are, and the drawing of their départements."""
    places.build(folder, MODULES)
    divisions.build(folder, MODULES)


def static(folder: Path) -> None:
    """Writes what browsers load: Leaflet, what draws tiles, licences, outlines and rivers."""
    for name in ("leaflet.js", "leaflet.css"):
        shutil.copy(MODULES / "leaflet" / "dist" / name, folder / name)
    shutil.copy(MODULES / "leaflet" / "LICENSE", folder / "leaflet.LICENSE.txt")
    tiles.build(folder, MODULES)
    contours.build(folder, MODULES)
    places.names(folder, MODULES)


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
            "npm could not fetch the packages of assets/package-lock.json.\n"
            f"See why with `cd {ASSETS} && npm ci`, then run make again."
        )


def text(id: str) -> str:
    """The full text of a licence by SPDX id."""
    path = MODULES / "spdx-license-list" / "licenses" / f"{id}.json"
    entry = json.loads(path.read_text(encoding="utf-8"))
    return str(entry["licenseText"]).strip() + "\n"


if __name__ == "__main__":
    main()
