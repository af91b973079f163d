"""The scripts that draw tiles of a PMTiles file, as modules, with the licences inside."""

import json
from pathlib import Path

# Package -> the name by which its script says what it holds, and the packages bundled in it.
SCRIPTS = {
    "pmtiles": ("pmtiles", ("pmtiles", "fflate")),
    "protomaps-leaflet": (
        "protomapsL",
        (
            "protomaps-leaflet", "@protomaps/basemaps", "pmtiles", "fflate", "pbf", "color2k",
            "@mapbox/point-geometry", "@mapbox/vector-tile", "potpack", "quickselect", "rbush",
        ),
    ),
}  # fmt: skip
# The packages of Protomaps name their licence; the text is in one of them.
SAME_AUTHOR = "protomaps-leaflet/LICENSE"


def build(folder: Path, modules: Path) -> None:
    """Writes each script, which a page imports, and a text of licences beside it."""
    for package, (name, inside) in SCRIPTS.items():
        script = (modules / package / "dist" / f"{package}.js").read_text(encoding="utf-8")
        code = script.partition("//# sourceMappingURL")[0].rstrip()
        (folder / f"{package}.js").write_text(f"{code}\nexport default {name};\n", "utf-8")
        texts = "\n\n".join(license_of(modules, one) for one in inside)
        (folder / f"{package}.LICENSE.txt").write_text(texts + "\n", "utf-8")


def license_of(modules: Path, package: str) -> str:
    """The name of a package, its licence, and the text of that."""
    said = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    found = next((modules / package).glob("LICENSE*"), modules / SAME_AUTHOR)
    title = f"{package} {said['version']} ({said['license']})"
    return f"{title}\n\n{found.read_text(encoding='utf-8').strip()}"
