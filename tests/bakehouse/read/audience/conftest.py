"""A Matomo to ask, in tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.bakehouse.read.audience import matomo_weeks
from tests.bakehouse.read.audience.matomo_peer import Peer, started


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    """One that is asked for three weeks, with the token in MATOMO_TOKEN."""
    monkeypatch.setattr(matomo_weeks, "WEEKS", 3)
    monkeypatch.setenv("MATOMO_TOKEN", "s3cret0f0f")
    with started(tmp_path / "peer") as found:
        yield found
