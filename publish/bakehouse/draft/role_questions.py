"""What is asked of each column: what it could reveal of someone."""

from collections.abc import Sequence
from dataclasses import replace

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.dialogue import Choice, Dialogue, Question
from publish.bakehouse.draft.roles import RoleGuess
from publish.bakehouse.draft.yaml_text import printable
from publish.words.told import told

SHOWN, WIDE = 3, 40
ALL = "*"


def roles(columns: Sequence[DraftColumn], about: str) -> Dialogue[list[DraftColumn]]:
    """The columns with their roles as a person decides, one after the other."""
    decided: list[DraftColumn] = []
    for number, column in enumerate(columns):
        answer = yield _role(column, number + 1, len(columns), about)
        if answer == ALL:
            return [*decided, *columns[number:]]
        decided.append(_as_answered(column, answer))
    return decided


def _role(column: DraftColumn, number: int, of: int, about: str) -> Question:
    samples = [_short(value) for value in column.counts if value.strip()][:SHOWN]
    return Question(
        told(
            "Column %(number)s of %(of)s, '%(header)s': what could it reveal of someone?",
            number=number,
            of=of,
            header=printable(column.header),
        ),
        (
            told("for example: %(values)s", values=" | ".join(samples) or told("always empty")),
            told("proposed, since %(why)s", why=column.role.why),
        ),
        choices=_choices(about),
        default=_proposed(column.role),
    )


ROLES = {
    "o": RoleGuess("open"),
    "i": RoleGuess("identifier", True),
    "q": RoleGuess("quasi_identifier"),
    "s": RoleGuess("sensitive"),
    "t": RoleGuess("free_text", True),
    "x": RoleGuess("open", True),
}


def _choices(about: str) -> tuple[Choice, ...]:
    counted, shown = told("counted over, if you choose so"), told("published as it is")
    leaves = counted if about == "people" else shown
    return (
        Choice("o", told("open"), told("reveals nothing; %(leaves)s", leaves=leaves)),
        Choice(
            "i", told("identifier"), told("who it is (name, e-mail, telephone); never published")
        ),
        Choice(
            "q",
            told("quasi-identifier"),
            told("who it may be, with others (age, town); %(leaves)s", leaves=leaves),
        ),
        Choice(
            "s",
            told("sensitive"),
            told("what must not be known of someone (health, income); %(leaves)s", leaves=leaves),
        ),
        Choice("t", told("text"), told("whatever somebody wrote; not published")),
        Choice("x", told("leave out"), told("not published, though it reveals nothing")),
        Choice(
            ALL, told("all"), told("take what is proposed, for this column and all that follow")
        ),
    )


def _proposed(guess: RoleGuess) -> str:
    for key, role in ROLES.items():
        if (role.role, role.drop) == (guess.role, guess.drop):
            return key
    return next(key for key, role in ROLES.items() if role.role == guess.role)


def _as_answered(column: DraftColumn, answer: str) -> DraftColumn:
    """The column with its role decided; the reasons stay where the proposal was taken."""
    if answer == _proposed(column.role):
        return column
    return replace(column, role=replace(ROLES[answer], why=(told("decided by a person"),)))


def _short(value: str) -> str:
    line = printable(" ".join(value.split()))
    return line if len(line) <= WIDE else f"{line[: WIDE - 1]}…"
