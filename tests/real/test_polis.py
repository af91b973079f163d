"""Polis: several tables with foreign keys, and sources that contradict themselves."""

import csv
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes real files")

LONDON = "polis/london.youth.policing"
TABLES = ("comments", "votes", "participants-votes", "stats-history", "summary")
CONVERSATIONS = ("15-per-hour-seattle", "canadian-electoral-reform", "london.youth.policing")


PEOPLE = "about: people\n    contributor: voter_id"


def exports() -> dict[str, str]:
    return {f"{table}.csv": f"{LONDON}/{table}.csv" for table in TABLES}


def test_what_contradicts_itself_is_refused(real: RealSite) -> None:
    refused = real.publish("polis-london/by-the-book", exports())
    tables = ("participants", "comments", "votes", "history", "summary")
    no_share_alike = "`contributed: true`, but CC-BY-4.0 has no share-alike clause"
    assert found(refused) == [
        *(("share-alike-required", table, no_share_alike) for table in tables),
        ("published-free-text", "comments.comment_body", "people may have written anything here"),
        (
            "duplicate-key",
            "votes.comment_id+voter_id",
            "2 values of this primary key occur more than once (exports/votes.csv:180, "
            "exports/votes.csv:181, exports/votes.csv:504, exports/votes.csv:505)",
        ),
        (
            "broken-foreign-key",
            "comments.author_id",
            "15 rows point to no row of participants.participant",
        ),
    ]
    assert not real.release("polis-london").exists()


def test_votes_of_people_do_not_leave_as_they_are(real: RealSite) -> None:
    text = real.declaration("polis-london/dataset")
    votes = text.index("    title: {fr: Votes}")
    text = text[:votes] + text[votes:].replace("about: things", PEOPLE, 1)
    refused = real.publish_text("polis-london", text, exports())
    assert found(refused) == [
        (
            "undecided-people",
            "votes",
            "the table is about people and nothing says how they leave",
        ),
        (
            "published-contributor",
            "votes.voter_id",
            "all rows of a person could be put together",
        ),
    ]


@pytest.fixture
def london(real: RealSite) -> RealSite:
    outcome = real.publish("polis-london/dataset", exports())
    assert (outcome.version, found(outcome)) == ("1.0.0", [])
    return real


def test_a_declaration_that_says_so_publishes(london: RealSite, facts: dict[str, Any]) -> None:
    rows = {one["name"]: one["rows"] for one in london.described("polis-london")["resources"]}
    named = ("comments", "votes", "participants", "history", "summary")
    noted = (facts[f"{LONDON}/{table}.csv"]["rows"] for table in TABLES)
    assert rows == dict(zip(named, noted, strict=True))
    assert rows["votes"] == 640
    assert london.ask("polis-london", "PRAGMA foreign_key_check") == []


def test_the_votes_of_both_files_are_the_same(london: RealSite) -> None:
    """Columns called 1, 4, 5… hold the last vote of each participant on that comment."""
    for comment in (1, 4, 38):
        votes = f"SELECT voter_id, vote FROM votes WHERE comment_id = '{comment}'"
        last = dict(london.ask("polis-london", f"{votes} ORDER BY timestamp"))
        wide = f"SELECT participant, vote_{comment} FROM participants"
        given = dict(london.ask("polis-london", f"{wide} WHERE vote_{comment} IS NOT NULL"))
        assert last == given


def test_moments_are_in_utc(london: RealSite) -> None:
    moment = "SELECT min(datetime), min(timestamp) FROM votes"
    assert london.ask("polis-london", moment) == [("2022-07-27T14:55:51Z", 1658933751033)]
    [(raw,)] = london.ask("polis-london", "SELECT min(timestamp) FROM comments")
    [(first,)] = london.ask("polis-london", "SELECT min(datetime) FROM comments")
    assert datetime.fromtimestamp(raw // 1000, UTC) == datetime.fromisoformat(first)


def test_three_conversations_share_tables(real: RealSite, facts: dict[str, Any]) -> None:
    names = [f"{c}/{table}.csv" for c in CONVERSATIONS for table in ("comments", "votes")]
    outcome = real.publish("polis/dataset", {name: f"polis/{name}" for name in names})
    assert (outcome.version, found(outcome)) == ("1.0.0", [])
    for table in ("comments", "votes"):
        noted = [facts[f"polis/{c}/{table}.csv"]["rows"] for c in CONVERSATIONS]
        counts = f"SELECT count(*) FROM {table} GROUP BY conversation ORDER BY conversation DESC"
        assert [rows for (rows,) in real.ask("polis", counts)] == [noted[0], noted[2], noted[1]]
    texts = sorted(body for (body,) in real.ask("polis", "SELECT comment_body FROM comments"))
    assert texts == sorted(
        row["comment-body"]
        for conversation in CONVERSATIONS
        for row in csv.DictReader(
            (real.files / "polis" / conversation / "comments.csv").open(
                encoding="utf-8", newline=""
            )
        )
    )
