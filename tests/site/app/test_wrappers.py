"""The order of wrappers and routes is the one that is written, whatever the disk's is."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from publish.site.app.datasette_site import Site
from publish.site.app.routes import ROUTES
from tests.site.app.asking import ANSWERED, PATHS, REFUSED

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a site answers that loads its plugins forwards, and backwards."""
    from tests import factory

    root = factory.site(tmp_path_factory.mktemp("order") / "site")
    factory.places(root)
    return _asked(root, "forwards"), _asked(root, "backwards")


def _asked(root: Path, order: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.site.app.asking", root, order]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.mark.slow("starts two sites")
def test_all_answers_are_the_same_in_both_orders(orders) -> None:
    forwards, backwards = orders
    assert [status for status, *_ in forwards["answers"]] == [200] * (len(PATHS) - 1) + [404]
    for path, one, other in zip(PATHS, forwards["answers"], backwards["answers"], strict=True):
        assert one == other, path


@pytest.mark.slow("starts two sites")
def test_refused_sql_is_never_explained(orders) -> None:
    for order in orders:
        assert order["explained"] == {REFUSED: [400, False], ANSWERED: [200, True]}


async def test_our_routes_are_tried_in_their_order_before_datasette_s(site: Site) -> None:
    tried = [pattern.pattern for pattern, _ in site._routes()]
    ours = [pattern for pattern, *_ in ROUTES]
    start = tried.index(ours[0])
    assert tried[start : start + len(ours)] == ours
    assert tried.index(r"/(\.(?P<format>json))?$") >= start + len(ours)


def test_no_address_is_listed_twice() -> None:
    patterns = [pattern for pattern, *_ in ROUTES]
    assert len(set(patterns)) == len(patterns)
