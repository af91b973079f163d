"""People are known by whatever names them: another contributor does not make other people."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.bakehouse.series.people_file import PeopleFile
from publish.cli import main
from publish.declare.site import SiteFolder
from tests.bakehouse.series.site import SURVEY, make_survey, run
from tests.bakehouse.series.test_people import RECORDS, blockers, codes, declare
from tests.sites import copied, publish

pytestmark = pytest.mark.slow("publishes whole sites")

MAIL = "      mail: {type: string, role: ROLE, protect: drop}\n"
BOTH = SURVEY.replace("      age: {", f"{MAIL}      age: {{").replace("ROLE", "identifier")
HEAD, TABLE = BOTH.split("  answers:\n")
BY_MAIL = BOTH.replace("  answers:\n", "  reponses:\n").replace("utor: who", "utor: mail")


def answer(
    site: SiteFolder, people: Iterable[int], dataset: str = "enquete", mail: str = "m{}@example.org"
) -> None:
    """Write the export: two columns that name a person."""
    folder = site.data / dataset / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        f"p{n},{mail.format(n)},{('trente', 'quarante')[n % 2]},{('a', 'b', 'c')[n % 3]}"
        for n in people
    ]
    (folder / "answers.csv").write_text("\n".join(("who,mail,age,answer", *rows)) + "\n", "utf-8")


def forty(root: Path) -> SiteFolder:
    site = make_survey(root, [])
    declare(site, BOTH)
    answer(site, range(40))
    assert run(site, "2026-01-05").version == "1.0.0"
    return site


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return copied(tmp_path / "site", forty)


def test_another_name_and_another_contributor_at_once(site: SiteFolder) -> None:
    declare(site, BY_MAIL)
    answer(site, range(41))
    assert blockers(run(site, "2026-01-12")) == [
        "blocker known-people: reponses: 40 of its 41 contributors stand in answers, which was "
        "public: what differs would tell of single people; if this is that table under another "
        "name, write `same_people_as: answers`; or accept it: `fournil new-series enquete --why …`"
    ]
    declare(site, BY_MAIL.replace("about: people", "about: people\n    same_people_as: answers"))
    assert "the contributor went away" in blockers(run(site, "2026-01-12"))[0]
    again = ["--site", str(site.root), "new-series", "enquete", "--why", "accepted"]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert run(site, "2026-01-12").status == "published"


def test_other_people_are_others_by_every_column(site: SiteFolder) -> None:
    declare(site, BY_MAIL)
    answer(site, range(40, 80))
    assert run(site, "2026-01-12").status == "published"


@pytest.mark.parametrize(
    ("role", "mail"), [("sensitive", "m{}@example.org"), ("identifier", "{}"), ("sensitive", "{}")]
)
def test_numbers_and_other_roles_are_known_in_their_column(
    tmp_path: Path, role: str, mail: str
) -> None:
    made, text = (
        make_survey(tmp_path / "site", []),
        BOTH.replace("e: identifier, p", f"e: {role}, p"),
    )
    declare(made, text)
    answer(made, range(40), mail=mail)
    assert run(made, "2026-01-05").version == "1.0.0"
    declare(made, BY_MAIL)
    assert codes(run(made, "2026-01-12")) == ["known-people"]
    declare(made, BY_MAIL.replace("mail", "number"))
    path = made.data / "enquete" / "exports" / "answers.csv"
    lines = [f"q{n},{mail.format(n)},trente,a" for n in range(40)]
    path.write_text("\n".join(("who,number,age,answer", *lines)) + "\n", "utf-8")
    known = role == "identifier" and "@" in mail
    assert codes(run(made, "2026-01-12")) == (["known-people"] if known else [])


def test_another_dataset_knows_them_by_the_other_column(site: SiteFolder) -> None:
    declare(site, BY_MAIL.replace("  reponses:\n", "  answers:\n"), "sondage")
    answer(site, range(40), "sondage")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert codes(outcome) == ["known-people"]
    answer(site, range(40), "sondage", mail="x{}@example.org")
    path = site.data / "sondage" / "exports" / "answers.csv"
    path.write_text(path.read_text("utf-8").replace("\np", "\nq"), "utf-8")
    [outcome] = publish(site, "sondage", as_of=date(2026, 1, 12))
    assert outcome.status == "published"


def test_the_same_column_read_from_another_is_noticed(site: SiteFolder) -> None:
    text = BOTH.replace("mail: {", "number: {from: who, ").replace("who: {", "who: {from: mail, ")
    declare(site, text)
    answer(site, range(41))
    assert blockers(run(site, "2026-01-12")) == [
        "blocker other-contributors: answers: 40 of its 41 contributors are known by another "
        "column, and 0 by `who`: the same people have other ids, so that nobody is known again; "
        "let the contributor be read from the column that named people before, or accept it: "
        "`fournil new-series enquete --why …` and `turnover: {max: 1}` for this once"
    ]


def test_what_few_people_have_of_their_own_names_nobody(site: SiteFolder) -> None:
    assert PeopleFile(site.private).rows("SELECT header, kind FROM sources ORDER BY 1") == [
        ("mail", "identifier"), ("who", "contributor"),
    ]  # fmt: skip


def two_tables(first: str, second: str) -> str:
    """Counts of one export by either of its contributors."""
    count = "      by_{0}: {{by: [{0}], title: {{fr: Par réponse}}}}\n"
    table = TABLE.replace(f"    {RECORDS}\n", "    aggregates:\n%s").replace(
        "    columns:", "    privacy: {k: 5, min_age: 0d}\n    columns:"
    )
    people = "".join(count.format(one) for one in first.split())
    others = "".join(count.format(one) for one in second.split())
    by_mail = table.replace("utor: who", "utor: mail")
    return f"{HEAD}  answers:\n{table % people}  reponses:\n{by_mail % others}"


def test_a_count_by_the_other_contributor_is_no_further_count(tmp_path: Path) -> None:
    """What stood beside a table may go on; what the table counts already may not begin."""
    made = make_survey(tmp_path / "site", [])
    declare(made, two_tables("age", "answer"))
    answer(made, range(80))
    assert run(made, "2026-01-05").version == "1.0.0"
    answer(made, range(81))
    declare(made, two_tables("age", "answer age"))
    assert blockers(run(made, "2026-01-12")) == [
        "blocker shared-columns: reponses.aggregates.by_age: 80 of its 81 contributors stand in "
        "answers_by_age, which published `age` of them too; count over other columns; or accept "
        "it: `fournil new-series enquete --why …`"
    ]
    declare(made, two_tables("age", "answer"))
    assert run(made, "2026-01-12").exit_code == 0
