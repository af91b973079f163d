"""The archive of one person holds nothing of another, whatever people are called."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.declare.site import SiteFolder
from publish.people.answer_files import Answer
from publish.people.answering import held_in
from publish.people.archive import archive
from tests.people.askers import DAY, asked_site, files_of, write
from tests.people.told import export, release, told_site

# Names that something may take for one another.
NAMES = (
    "7", "07", "7.0", "a", "A", "á", "a\u0301", "ada@example.org", "Ada@example.org", "%", "_",
    "ada+x@example.org", "a.da@gmail.com", "ada@gmail.com", "NULL", "null", "'", "a;b", "é", "ß",
    "ss",
)  # fmt: skip
# Of all of them, ten are between 30 and 40, and eleven over 40.
CLASSES = (10, 11)
PLACES = st.lists(st.sampled_from(NAMES), max_size=12)


def canary(who: str, number: int) -> str:
    """What only a row of a person says."""
    return f"canary{NAMES.index(who)}x{number}y"


def quoted(text: str) -> str:
    return f'"{text}"'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = asked_site(tmp_path_factory.mktemp("nobody") / "site")
    return site.root


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that released a place, and a trip in one of two classes, of everybody."""
    site = told_site(tmp_path_factory.mktemp("released") / "site")
    release(site, places=lines(NAMES), trips=trips(NAMES))
    return site.root


def lines(places: Sequence[str]) -> list[str]:
    """Places of people, each with what only it says."""
    return [f"{n},{canary(who, n)},{quoted(who)}" for n, who in enumerate(places)]


def trips(people: Sequence[str]) -> list[str]:
    """A trip of each of some people."""
    return [f"{quoted(who)},{30 + n % 20},mode{n % 4}" for n, who in enumerate(people)]


@pytest.mark.slow("invents sites")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=PLACES, badges=PLACES)
def test_an_archive_holds_the_person_s_own_and_nothing_of_others(
    root: Path, places: list[str], badges: list[str]
) -> None:
    site = SiteFolder(root)
    lines = [f"{n},{canary(who, n)},2026-01-01,1,{quoted(who)}" for n, who in enumerate(places)]
    write(site, "places", "\n".join(["id,kind,opened,seats,author", *lines, ""]))
    lines = [f"{quoted(who)},{canary(who, 100 + n)}" for n, who in enumerate(badges)]
    write(site, "badges", "\n".join(["holder,badge", *lines, ""]))
    held = held_in(site, "lieux", NAMES, DAY)
    told = {
        who: b"".join(
            files_of(archive(Answer(DAY.isoformat(), "en", "P", "c", held[who], [], []))).values()
        )
        for who in NAMES
    }
    every = [(who, canary(who, n)) for n, who in enumerate(places)]
    every += [(who, canary(who, 100 + n)) for n, who in enumerate(badges)]
    for owner, said in every:
        # That it is found in the owner's is the control of the search.
        assert [who for who in NAMES if said.encode() in told[who]] == [owner]


@pytest.mark.slow("invents sites, beside a release")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=PLACES, people=PLACES, who=st.sampled_from(NAMES))
def test_where_rows_went_is_told_whatever_the_exports_hold_of_others(
    released: Path, places: list[str], people: list[str], who: str
) -> None:
    """Neither the size of a class before the release nor who waits is told: the release is."""
    site = SiteFolder(released)
    export(site, places=lines(places), trips=trips(people))
    among = held_in(site, "lieux", NAMES, DAY)[who]
    mine = [line for line, one in zip(lines(places), places, strict=True) if one == who]
    export(site, places=mine, trips=[one for one, of in zip(trips(people), people, strict=True)
                                     if of == who])  # fmt: skip
    assert held_in(site, "lieux", [who], DAY)[who] == among
    content = archive(Answer(DAY.isoformat(), "en", "P", "c", among, [], []))
    others = [canary(of, n) for n, of in enumerate(NAMES) if of != who]
    others += [canary(of, n) for n, of in enumerate(places) if of != who]
    files = files_of(content)
    assert not any(one.encode() in part for one in others for part in files.values())
    stands = {stand.table: stand for table in among for stand in table.went.stands}
    if mine:
        # Those whose key the release has; the others are not in it.
        known = [n for n, one in enumerate(places) if one == who and n < len(NAMES)]
        assert stands["places"].rows == len(known)
    if who in people:
        assert stands["trips"].alike in CLASSES
