"""What a release's descriptor says of the consents that its tables ask for."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bakehouse.bake.tables import baked, dataset

TYPES = {"id": "string", "shared": "string", "mailed": "string"}
SHARE = {"column": "shared", "covers": ("id",), "why": "My place may be shown."}
CONTACT = {
    "column": "mailed",
    "months": 12,
    "version": "terms",
    "versions": ("2",),
    "why": "Write to me, a year.",
}
AGREED = {"kind": "consent", "column": "shared", "why": "They ticked a box."}


def told(folder: Path, **declared: Any) -> Any:
    """What the descriptor says, None where it says nothing."""
    with baked(folder, [("a", None, None)], dataset(TYPES, **declared)) as release:
        text = (release / "datapackage.json").read_text("utf-8")
    [resource] = json.loads(text)["resources"]
    return resource.get("consents")


def test_each_consent_is_told_with_its_time_and_never_its_column(tmp_path: Path) -> None:
    assert told(tmp_path, consents={"share": SHARE, "contact": CONTACT}) == [
        {"purpose": "share", "why": "My place may be shown."},
        {"purpose": "contact", "why": "Write to me, a year.", "months": 12},
    ]


@pytest.mark.parametrize(
    ("basis", "wanted"),
    [
        (AGREED, None),
        (
            AGREED | {"months": 36},
            [{"purpose": "publish", "why": "They ticked a box.", "months": 36}],
        ),
        ({"kind": "public_task", "why": "The council decided."}, None),
    ],
)
def test_what_the_basis_says_is_not_said_again(tmp_path: Path, basis: Any, wanted: Any) -> None:
    assert told(tmp_path, basis=basis) == wanted
