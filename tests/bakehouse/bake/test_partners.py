"""What a release says of partners: words of their files, and pictures that were drawn anew."""

from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.bake.partners import (
    LARGEST,
    listed_partner,
    logo,
    logo_file,
    logos,
    unread_logos,
)
from publish.bakehouse.partners.told import PartnerRows
from publish.declare.partner import Partner
from publish.forms.picture import png

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'
RED = SQUARE.format('<rect width="40" height="40" fill="#f00"/>')
SECRET = b"a place where I live"


def partner(**more: object) -> Partner:
    return Partner.model_validate(
        {
            "name": "Les jardins",
            "license": "etalab-2.0",
            "agreed": {"by": "Ada", "on": date(2026, 1, 1), "until": date(2027, 1, 1)},
            "source": {"path": "jardins.csv"},
            "id": "ref",
            "map": {"name": "Nom"},
            "contact": "ada@example.org",
            **more,
        }
    )


def test_a_contact_is_told_only_with_leave() -> None:
    given = PartnerRows(partner(), 3, "2026-11-02", "2026-11-20")
    assert listed_partner("jardins", given, None) == {
        "name": "jardins",
        "title": "Les jardins",
        "license": "etalab-2.0",
        "updated": "2026-11-02",
        "copy": "2026-11-20",
        "rows": 3,
        "stale": False,
    }
    shown = PartnerRows(partner(show_contact=True), 0, "", "2026-11-20", "no answer")
    told = listed_partner("jardins", shown, "logo-jardins-0.png")
    assert told["contact"] == "ada@example.org"
    assert told["stale"] is True
    assert told["logo"] == "logo-jardins-0.png"
    assert "updated" not in told


def test_a_logo_is_drawn_anew_and_says_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png(RED, 40, []) + SECRET)
    found = logo(path)
    assert found is not None
    assert found.startswith(b"\x89PNG")
    assert SECRET not in found
    assert int.from_bytes(found[16:20]) == 192
    assert int.from_bytes(found[20:24]) == 96


def test_a_drawing_shows_no_file_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "private.png").write_bytes(png(RED, 40, []))
    leads = f'<image href="{tmp_path}/private.png" width="40" height="40"/>'
    spy = tmp_path / "spy.svg"
    spy.write_text(SQUARE.format(leads))
    assert logo(spy) is None
    spy.write_text(SQUARE.format('<rect width="9" height="9"/>' + leads))
    alone = tmp_path / "alone.svg"
    alone.write_text(SQUARE.format('<rect width="9" height="9"/>'))
    assert logo(spy) == logo(alone)


@pytest.mark.parametrize("content", [b"", b"<html>no picture</html>", b"\x89PNG broken"])
def test_what_is_no_picture_is_not_shown(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    assert logo(path) is None
    assert logo(tmp_path / "missing.svg") is None


def test_a_large_file_is_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(RED + " " * LARGEST)
    assert logo(path) is None


def test_another_picture_is_another_file_and_what_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(RED)
    partners = {"a": partner(logo="a.svg"), "b": partner(logo="b.png"), "c": partner()}
    found = logos(tmp_path, partners)
    assert [*found] == ["a"]
    file, picture = found["a"]
    assert file == logo_file("a", picture)
    assert file != logo_file("a", b"another")
    [told] = unread_logos("commun", partners, found)
    assert str(told).startswith("warning partner-logo: commun.partners.b: b.png is not shown")
