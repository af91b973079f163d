"""In = out + rejects, for each partner, at each refresh, and whatever its file holds."""

import csv
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from publish.declare.site import SiteFolder
from tests.bakehouse.partners.balance import balanced, file_rows, merged, published
from tests.partners import NORD, NORD_ROWS, SUD, SUD_ROWS, gives, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

WORDS = (
    *("Café", "Jardin", "Atelier", "Fablab", "Halle", "Épicerie", "Ferme", "Recyclerie", "Cinéma"),
    *("Cantine", "Librairie", "Théâtre", "Grange", "Moulin", "Verger", "Rucher", "Bibliothèque"),
)
COMPARE = "{compare: {name: name, town: address}}"
DELIMITERS = {"nord": ";", "sud": ",", "est": ";"}


def place(n: int) -> tuple[str, str]:
    """The name and the town of an invented place."""
    return f"{WORDS[n % 17]} {WORDS[n % 13 + 4]}", f"{n} rue {WORDS[n % 11]}"


def wrong(turn: int, prefix: str) -> Iterator[str]:
    """Rows that do not fit: a name that stands above, none at all, a number that is none."""
    yield f"{prefix}{turn + 150};;Encore;Ailleurs;;"
    yield ";;Sans nom;Ailleurs;;"
    yield from (f"bad{turn}-{n};;Trop;{turn}-{n};;beaucoup" for n in range(turn % 3))


@pytest.mark.slow("publishes eleven times")
def test_ids_stay_and_nothing_is_lost_over_ten_refreshes(tmp_path: Path) -> None:
    """2 % of the rows change, one of 200 goes, and one refresh renames all of a partner's rows.

    Another partner has some of the same places, and keeps what it has no more; a third may only
    add to what others have.
    """
    site = make_partners(tmp_path, COMPARE)
    partner(site, "sud", SUD + "policy: {vanished: keep}\n")
    filled = NORD.replace("Le Nord", "L’Est").replace("nord", "est")
    partner(site, "est", filled + "policy: {create: false}\n")
    rows = {n: place(n) for n in range(200)}
    ids: dict[str, str] = {}
    for turn in range(11):
        if turn:
            rows.pop(turn - 1)
        for n in range(turn * 4 + 100, turn * 4 + 104):
            rows[n] = (f"{rows[n][0]}s", rows[n][1])
        prefix = "R" if turn >= 5 else ""
        of_nord = (f"{prefix}{n};;{name};{town};;" for n, (name, town) in rows.items())
        gives(site, "nord", NORD_ROWS[0], *of_nord, *wrong(turn, prefix))
        of_sud = (f"s{n},{rows[n][0]},{rows[n][1]}," for n in range(30 + turn, 90))
        gives(site, "sud", SUD_ROWS[0], *of_sud, "b,La Rotonde,Pau,")
        of_est = (f"e{n};;{rows[n][0]};{rows[n][1]};;{n}" for n in range(20, 40))
        gives(site, "est", NORD_ROWS[0], *of_est, f"new{turn};;Nulle part;Nulle;;", "e39;;;;;")
        assert publish_one(site, DAY + timedelta(days=turn)).status == "published"
        now = {row["town"]: row["id"] for row in rows_of(site)}
        assert {town: of for town, of in now.items() if ids.get(town, of) != of} == {}
        ids = now
        told = told_of(site)
        assert told == {
            "nord": {"records": 202 - turn + turn % 3, "kept": 0, "left_out": 0},
            "sud": {"records": 61 - turn, "kept": turn, "left_out": 0},
            "est": {"records": 22, "kept": 0, "left_out": 1},
        }


def told_of(site: SiteFolder) -> dict[str, dict[str, int]]:
    """Some of what the report counts of each partner, once all of it is held against the files."""
    went = published(site)
    for name in went.figures:
        balanced(went, name, file_rows(site, name, DELIMITERS[name]))
    asked = ("records", "kept", "left_out")
    return {name: {key: one[key] for key in asked} for name, one in went.figures.items()}


# An example is a run: to make a failing one smaller takes minutes, and says little more.
NO_SHRINK = (Phase.explicit, Phase.reuse, Phase.generate)

ids = st.sampled_from(
    ["1", "2", "3", "é", "a/1", "A", " 2 ", '"', "0", "", " ", "\t", "null", "=1"]
)
names = st.sampled_from(
    ["Café", "CAFE", "Café\nde nuit", "", " ", "x;y", "O'Brien", "\u202e", "Ω" * 300]
)
towns = st.sampled_from(["Lille", "lille", "", "Pau"])
numbers = st.sampled_from(["", "1", "-3", "1.5", "beaucoup", "9" * 30, "NaN", "1 000", "١٢"])
days = st.sampled_from(["", "2026-10-01", "2026-02-30", "hier"])
lists = st.sampled_from(["", "a,b", ",,", "[1", "a"])
nord_rows = st.lists(st.tuples(ids, days, names, towns, lists, numbers), max_size=8)
sud_rows = st.lists(st.tuples(ids, names, towns, names), max_size=5)


def written(site: SiteFolder, name: str, header: str, rows: Sequence[Sequence[str]]) -> None:
    """Write a partner's export, with an empty line behind the first row."""
    path, sign = site.data / "lieux" / "exports" / f"{name}.csv", DELIMITERS[name]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=sign, lineterminator="\n")
        writer.writerow(header.split(sign))
        writer.writerows([*rows[:1], *([()] if rows else []), *rows[1:]])


@pytest.mark.slow("runs up to the merge for each of many files")
@settings(max_examples=30, phases=NO_SHRINK)
@given(nord_rows, sud_rows, st.booleans())
def test_each_row_of_any_file_goes_on_or_is_told(
    nord: list[tuple[str, ...]], sud: list[tuple[str, ...]], creates: bool
) -> None:
    with TemporaryDirectory() as folder:
        site = make_partners(Path(folder), COMPARE)
        partner(site, "sud", SUD + f"policy: {{create: {str(creates).lower()}}}\n")
        written(site, "nord", NORD_ROWS[0], nord)
        written(site, "sud", SUD_ROWS[0], sud)
        went = merged(site)
        for name in ("nord", "sud"):
            rows = file_rows(site, name, DELIMITERS[name])
            balanced(went, name, rows)
            refused = went.rejected.get(name, ())
            assert len(refused) == len({*refused}) == went.figures[name]["rejected"]
            left = [rows[line] for line in rows if line not in refused]
            out = went.figures[name]["left_out"]
            assert {*went.taken[name]} <= {*left}
            assert len(left) == len(went.taken[name]) + out == len({*left})
            assert creates or out == 0 or name == "sud"
