"""A dataset that holds personal data is refused as a whole, and nobody's data is shown."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import deliver, make_site

pytestmark = pytest.mark.slow("publishes in processes")
FOURNIL = Path(sys.executable).with_name("fournil")
PLANTED = {
    "email": "zoe.planted@example.org",
    "phone": "+33 6 39 98 07 77",
    "nir": "2 95 10 99 126 111 93",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "card": "4111 1111 1111 1111",
    "ip": "203.0.113.77",
    "mac": "00:1b:44:11:3a:b7",
}


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_values_are_never_shown(tmp_path: Path, debug: tuple[str, ...]) -> None:
    site = make_site(tmp_path / "site")
    rows = [f"{n};Lieu, {value};café;oui;" for n, value in enumerate(PLANTED.values())]
    deliver(site, *rows)
    done = subprocess.run(
        [str(FOURNIL), "--site", str(site.root), *debug, "publish"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 5
    assert [
        kind for kind in PLANTED if f"blocker personal-{kind}: places.name: 1" not in said
    ] == []
    assert [value for value in PLANTED.values() if value in said] == []
    kept = [path.read_text(errors="replace") for path in site.private.rglob("*") if path.is_file()]
    assert [value for value in PLANTED.values() if any(value in text for text in kept)] == []
    assert not list(site.releases.rglob("*.db"))
