"""What a site holds, to be compared with what it held."""

from hashlib import sha256
from pathlib import Path

from publish.declare.site import SiteFolder


def everything(site: SiteFolder) -> dict[str, str]:
    """Every file, folder and link of a site: its rights, and what it holds."""
    paths = sorted(site.root.rglob("*"))
    return {str(path.relative_to(site.root)): _content(path) for path in paths}


def _content(path: Path) -> str:
    if path.is_symlink():
        return str(path.readlink())
    held = sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
    return f"{path.stat().st_mode:o} {held}"
