"""What tests of backups and of the desk's files begin with."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.upkeep import encrypted
from tests.sites import METADATA


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is quick to make: most tests are about files, not about guessing."""
    monkeypatch.setattr(encrypted, "SCRYPT_N", 1 << 8)


@pytest.fixture
def bare(tmp_path: Path) -> SiteFolder:
    """A site that declares nothing but its own words."""
    made = SiteFolder(tmp_path / "site")
    made.private.mkdir(parents=True, mode=0o700)
    (made.root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    return made
