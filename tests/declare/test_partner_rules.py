"""What is wrong in a partner's file, told with its line and a way out that works."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from tests.partners import NORD, make_partners, partner


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_partners(tmp_path)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("id: code", 'id: ""', "5: id: '' is no header; write it as their file has it"),
        ("id: code", "id: []", "5: id: empty; write at least 1"),
        ("id: code", 'id: [code, " "]', "5: id.1: ' ' is no header; write it as their file has it"),
        ("Nom,", '"",', "7: map.name: '' is no header; write it as their file has it"),
        ("Nom,", "[Nom, ''],", "7: map.name.1: '' is no header; write it as their file has it"),
        ("Nom,", "{from: []},", "7: map.name.from: empty; write at least 1"),
        (
            "Nom,",
            "{from: Nom, do: [{split: ''}]},",
            "7: map.name.do: `split`: '' separates nothing; write a sign such as `;`",
        ),
        (
            "Nom,",
            "{from: Nom, do: [{first: ['']}]},",
            "7: map.name.do: `first`: '' is no header; write it as their file has it",
        ),
        ("modif", "''", "6: updated: '' is no header; write it as their file has it"),
        (
            "map:",
            "unused: ['']\nmap:",
            "7: unused.0: '' is no header; write it as their file has it",
        ),
        (
            "map:",
            "unused: [Nom, note, code]\nmap:",
            "7: unused.0: 'Nom' is used by `map.name`; take it out here, or there",
        ),
        ("Le Nord", '" "', "1: name: ' ' says nothing; write something here"),
        (
            "Le Nord",
            r'"Le \u202eNord"',
            "1: name: 'Le \\u202eNord' has a sign that nobody sees, U+202E; type it anew, on one "
            "line",
        ),
        (
            "Le Nord",
            r'"Le\tNord"',
            "1: name: 'Le\\tNord' has a sign that nobody sees, U+0009; type it anew, on one line",
        ),
        (
            "by: Ada",
            r'by: "Ada\e[2J"',
            "3: agreed.by: 'Ada\\x1b[2J' has a sign that nobody sees, U+001B; type it anew, on one "
            "line",
        ),
        (
            "Le Nord",
            "Nord" * 1250,
            f"1: name: {'Nord' * 15!r}… has 5000 letters; a name has 200 at most, for pages show "
            "it in lists",
        ),
        ("by: Ada", "by: ''", "3: agreed.by: '' says nothing; write something here"),
        (
            "until: 2999-12-31",
            "until: 2025-12-31",
            "3: agreed.until: 2025-12-31 is before 2026-01-01, the day of the agreement",
        ),
        (
            "license:",
            "contact: Ada Martin\nlicense:",
            "2: contact: 'Ada Martin' is no address; write an e-mail address, or https://…",
        ),
        (
            "license:",
            "show_contact: true\nlicense:",
            "2: show_contact: there is no contact to show; write `contact:`, or remove this",
        ),
        (
            "map:",
            "openness: {nmae: private}\nmap:",
            "7: openness.nmae: no column 'nmae'; did you mean `name`?",
        ),
        (
            "map:",
            "policy: {columns: {twon: never}}\nmap:",
            "7: policy.columns.twon: no column 'twon'; did you mean `town`?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(
    written: str, instead: str, said: str, site: SiteFolder
) -> None:
    partner(site, "nord", NORD.replace(written, instead, 1))
    path = site.data / "lieux" / "partners" / "nord.yaml"
    assert f"{path}:{said}" in _refused(site)


def test_all_headers_that_are_used_and_unused_are_told(site: SiteFolder) -> None:
    twice = NORD + "unused: [note, code, modif, Ville]\n"
    partner(site, "nord", twice.replace("Places}", "{from: Places, do: [{first: note}]}}"))
    assert [line.split(": ", 2)[2] for line in _refused(site)] == [
        "'note' is used by `map.seats`; take it out here, or there",
        "'code' is used by `id`; take it out here, or there",
        "'modif' is used by `updated`; take it out here, or there",
        "'Ville' is used by `map.town`; take it out here, or there",
    ]


@pytest.mark.parametrize("name", ["N" * 200, "L’Été\u00a0– « Ça\u202f! »", "Κοινά", "م‌ثال"])
def test_a_name_may_be_written_in_any_script(name: str, site: SiteFolder) -> None:
    partner(site, "nord", NORD.replace("Le Nord", name))
    assert site.partners("lieux")["nord"].name == name


@pytest.mark.parametrize("contact", ["a@example.org", "https://nord.example.org/contact"])
def test_a_partner_is_reached_by_mail_or_on_the_web(contact: str, site: SiteFolder) -> None:
    partner(site, "nord", NORD + f"contact: {contact}\nshow_contact: true\n")
    assert site.partners("lieux")["nord"].contact == contact


def _refused(site: SiteFolder) -> list[str]:
    with pytest.raises(DeclarationError) as refused:
        site.partners("lieux")
    return str(refused.value).splitlines()
