"""Pictures of drawings: PNG of an SVG, with fonts that come along, so that no machine differs."""

from collections.abc import Sequence
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType

FAMILY = "Noto Sans"
FONTS = Path(__file__).parents[1] / "built" / "fonts"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_LIBRARY = "resvg_py"


def fonts() -> list[str]:
    """The paths of the font that comes along; raises FileNotFoundError where it was not built."""
    found = [FONTS / name for name in FONT_FILES]
    if missing := [path.name for path in found if not path.is_file()]:
        raise FileNotFoundError(
            f"{', '.join(missing)}: the font of pictures is not built; run make"
        )
    return [str(path) for path in found]


def library_folder() -> str:
    """Where the library lies that draws, for a process that looks for it nowhere else."""
    spec = find_spec(_LIBRARY)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{_LIBRARY} is not installed")
    return str(next(iter(spec.submodule_search_locations)))


def png(svg: str, width: int, files: Sequence[str], folder: str | None = None) -> bytes:
    """The drawing as PNG, `width` pixels wide; raises ValueError where it is none.

    `svg` is ours: a drawing of somebody else's may name files. No font is read but `files`.
    """
    found: bytes = _library(folder or library_folder()).svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=list(files),
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        languages=["en"],
    )
    return bytes(found)


def _library(folder: str) -> ModuleType:
    """The library from its folder alone: a process of strangers' work has no other packages."""
    spec = PathFinder.find_spec(f"{_LIBRARY}.{_LIBRARY}", [folder])
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{_LIBRARY} is not in {folder}")
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    return found
