"""Which licence a table of several licences has, and which it cannot have."""

from itertools import chain, combinations
from pathlib import Path

import pytest

from publish.words.compatible import (
    MAY_BECOME,
    ONLY,
    cautions,
    closed_license,
    combined,
    may_be_under,
    why_not,
)
from publish.words.licenses import LICENSES

IDS = {
    "CC0 1.0": "CC0-1.0",
    "Licence Ouverte 2.0": "etalab-2.0",
    "CC BY 4.0": "CC-BY-4.0",
    "ODC-By 1.0": "ODC-By-1.0",
    "CC BY-SA 4.0": "CC-BY-SA-4.0",
    "ODbL 1.0": "ODbL-1.0",
}
SUBSETS = list(chain.from_iterable(combinations(LICENSES, size) for size in (1, 2, 3, 4, 5, 6)))


@pytest.mark.parametrize(
    ("given", "license"),
    [
        (["etalab-2.0", "ODbL-1.0"], "ODbL-1.0"),
        (["CC0-1.0", "etalab-2.0"], "etalab-2.0"),
        (["CC0-1.0", "CC0-1.0"], "CC0-1.0"),
        (["etalab-2.0", "CC-BY-4.0"], "CC-BY-4.0"),
        (["CC-BY-4.0", "ODC-By-1.0", "etalab-2.0"], "ODC-By-1.0"),
        (["CC-BY-4.0", "CC-BY-SA-4.0"], "CC-BY-SA-4.0"),
        (["CC-BY-4.0", "ODbL-1.0", "CC0-1.0"], "ODbL-1.0"),
    ],
)
def test_the_licence_of_several(given: list[str], license: str) -> None:
    assert combined(given).license == license


def test_two_share_alike_licences_have_none_in_common_and_each_says_why() -> None:
    found = combined(["etalab-2.0", "ODbL-1.0", "CC-BY-SA-4.0"])
    assert found.license is None
    [refusal] = found.refused
    assert refusal.licenses == ("CC-BY-SA-4.0", "ODbL-1.0")
    assert refusal.why == (
        "CC BY-SA 4.0 §3(b) and §4(b) want every database that holds such data to be under CC BY-SA"
        " or a licence of https://creativecommons.org/compatiblelicenses, where no licence of data"
        " is listed; ODbL 1.0 §4.4 wants every database that holds such data to be under the ODbL"
    )


@pytest.mark.parametrize("other", ["CC-BY-SA-4.0", "ODbL-1.0"])
def test_odc_by_stays_alone(other: str) -> None:
    [refusal] = combined(["ODC-By-1.0", other]).refused
    assert set(refusal.licenses) == {"ODC-By-1.0", other}


@pytest.mark.parametrize("id", ["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "cc-by-nc-2.0"])
def test_what_forbids_commerce_is_refused_even_alone(id: str) -> None:
    found = combined([id, "ODbL-1.0"])
    assert found.license is None
    [refusal] = found.refused
    assert refusal.why.startswith(f"{id} forbids what is commercial")
    assert combined([id]).refused == (refusal,)


def test_what_forbids_changes_is_refused() -> None:
    refusal = closed_license("CC-BY-NC-ND-4.0")
    assert refusal is not None
    assert "forbids what is commercial" in refusal.why
    assert "forbids to share what is changed" in refusal.why


@pytest.mark.parametrize("id", ["ODbL-1.0", "CC-BY-4.0", "OGL-NC", "etalab-2.0"])
def test_others_are_not_called_closed(id: str) -> None:
    assert closed_license(id) is None


def test_a_licence_that_nobody_knows_is_refused_by_its_name() -> None:
    [refusal] = combined(["OGL-UK-3.0"]).refused
    assert refusal.why == "OGL-UK-3.0 is not among the licences known here"


def test_what_creative_commons_asks_beside_the_odbl_is_a_caution() -> None:
    [(id, ground)] = combined(["CC-BY-4.0", "ODbL-1.0"]).cautions
    assert id == "CC-BY-4.0"
    assert "OpenStreetMap Foundation" in ground.caution
    assert not combined(["etalab-2.0", "ODbL-1.0"]).cautions
    assert not cautions(["CC-BY-4.0"], "CC-BY-4.0")


@pytest.mark.parametrize("given", SUBSETS)
def test_every_set_has_a_licence_of_its_own_or_is_refused(given: tuple[str, ...]) -> None:
    found = combined(given)
    if found.license is None:
        assert found.refused
        assert all(set(one.licenses) <= set(given) for one in found.refused)
    else:
        assert found.license in given
        assert all(may_be_under(id, found.license) for id in given)
        assert not found.refused


def test_what_data_may_become_it_may_become_by_steps_too() -> None:
    steps = {(a, d) for a, b in MAY_BECOME for c, d in MAY_BECOME if b == c if a != d}
    assert steps <= MAY_BECOME.keys()


def test_no_share_alike_licence_becomes_another() -> None:
    alike = {id for id, license in LICENSES.items() if license.share_alike}
    assert alike <= ONLY.keys()
    assert not {of for of, _to in MAY_BECOME} & ONLY.keys()


@pytest.mark.parametrize(("data", "table"), [(a, b) for a in LICENSES for b in LICENSES])
def test_every_pair_says_why_or_why_not_and_where(data: str, table: str) -> None:
    if data == table:
        assert may_be_under(data, table)
    elif may_be_under(data, table):
        ground = MAY_BECOME[data, table]
        assert ground.why
        assert ground.source.startswith("https://")
    else:
        refusal = why_not(data, table)
        assert refusal.licenses == (data, table)
        assert refusal.why
        assert refusal.source.startswith("https://")


def test_nothing_to_combine_is_an_error() -> None:
    with pytest.raises(ValueError, match="no licence to combine"):
        combined([])


def test_the_page_has_the_same_matrix() -> None:
    page = (Path(__file__).parents[2] / "docs/partners.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.endswith(" |")]
    [head] = [row for row in rows if row[0].startswith("data under")]
    lines = rows[rows.index(head) + 1 :][: len(IDS)]
    assert head[1:] == [*IDS]
    told = {(row[0], to): said for row in lines for to, said in zip(head[1:], row[1:], strict=True)}
    for (data, table), said in told.items():
        of, to = IDS[data], IDS[table]
        assert (said != "no") == may_be_under(of, to), (data, table)
        assert (said == "with leave") == bool(cautions([of], to)), (data, table)
    assert len(told) == len(IDS) ** 2
