"""The archive of one person holds nothing of another, whatever people are called."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.declare.site import SiteFolder
from publish.people.answer_files import Answer
from publish.people.answering import held_in
from publish.people.archive import archive
from tests.people.askers import DAY, asked_site, files_of, write

# Names that something may take for one another.
NAMES = (
    "7", "07", "7.0", "a", "A", "á", "a\u0301", "ada@example.org", "Ada@example.org", "%", "_",
    "ada+x@example.org", "a.da@gmail.com", "ada@gmail.com", "NULL", "null", "'", "a;b", "é", "ß",
    "ss",
)  # fmt: skip
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
