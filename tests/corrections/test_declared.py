"""What the desk knows of declarations: as they are now, or that they lie elsewhere."""

import os
from pathlib import Path

import pytest

from publish.corrections.declared import declared_tables
from publish.errors import DeclarationError
from tests.sites import DATASET, declare, make_site


def test_a_declaration_is_read_again_where_it_changed(tmp_path: Path) -> None:
    site = make_site(tmp_path, "lieux")
    before = declared_tables(site, "lieux")
    assert before and before["places"].corrections is None
    assert declared_tables(site, "lieux") is before
    declare(site, DATASET.replace("    browse:", "    corrections: {eyes: 2}\n    browse:"))
    os.utime(site.declaration("lieux"), (1, 1))
    after = declared_tables(site, "lieux")
    assert after and after["places"].corrections and after["places"].corrections.eyes == 2


def test_a_declaration_may_lie_elsewhere_or_be_unreadable(tmp_path: Path) -> None:
    site = make_site(tmp_path, "lieux")
    assert declared_tables(site, "nowhere") is None
    site.declaration("lieux").write_text("tables: [", encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"dataset\.yaml"):
        declared_tables(site, "lieux")
