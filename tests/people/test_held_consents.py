"""Of each consent of somebody one line is told, whatever rows of theirs tell it."""

from pathlib import Path

import pytest

from publish.people.answering import held_in
from publish.people.held_consents import held_consents
from tests.people.askers import ADA, DAY, TABLES, asked_site, write

pytestmark = pytest.mark.slow("reads exports")
ENDS = 'months: 12, version: terms, versions: ["2026"]'
BASIS = f"basis: {{kind: consent, column: agreed, {ENDS}, without: left_out, why: To be shown.}}"
NAMED = "named: {consent: agreed, covers: [name], why: To be listed.}"
TERMS = "      terms: {type: string, role: open, protect: drop}\n"
AGREED = "      agreed: {type: date, role: open, protect: drop}\n"


def told(root: Path, named: str, *rows: str) -> list[tuple[str, str, str, bool]]:
    """The consents of Ada's rows among members: to what, in which words, when, whether outdated."""
    tables = TABLES.replace(
        NAMED.replace("To be", "They ticked a box to be"), f"{named}\n    {BASIS}"
    )
    site = asked_site(root / "site", tables.replace(AGREED, AGREED + TERMS))
    lines = (f"{ADA},Ada,06,{row}" for row in rows)
    write(site, "members", "\n".join(["id,name,phone,agreed,terms", *lines, ""]))
    [members, *_] = held_in(site, "lieux", [ADA], DAY)[ADA]
    return [
        (one.purpose, one.given, one.version, one.outdated)
        for one in held_consents(site, members, ADA)
    ]


def test_rows_that_tell_the_same_consent_tell_it_once(tmp_path: Path) -> None:
    rows = ("2026-01-02,2026", "2026-01-02,2026", "2026-03-04,2025", ",2026")
    assert told(tmp_path, NAMED, *rows) == [
        ("publish", "2026-01-02", "2026", False),
        ("name", "2026-01-02", "", False),
        ("publish", "2026-03-04", "2025", True),
        ("name", "2026-03-04", "", False),
    ]


def test_one_day_that_tells_two_consents_which_end_together_is_one(tmp_path: Path) -> None:
    named = NAMED.replace("agreed,", f"agreed, {ENDS},")
    assert told(tmp_path, named, "2026-01-02,2026") == [("name", "2026-01-02", "2026", False)]
