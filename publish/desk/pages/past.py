"""The past of a row for who decides: what was said of it, and what it said in the last releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from publish.corrections.history import Said, history
from publish.corrections.proposals import Proposal
from publish.corrections.states import State
from publish.desk.desk import Desk
from publish.desk.pages.waiting import Change, change_of, changes_of, column_title, fields_of
from publish.desk.reviews import Reviewer
from publish.desk.row_history import Turn, turns
from publish.site.frame.links import link
from publish.site.text.languages import gettext as _
from publish.site.text.refused_words import N_

# What became of the corrections of a proposal.
_STATES: dict[State, str] = {
    "accepted": N_("accepted: the next publication looks at it"),
    "applied": N_("published by the last release"),
    "rematched": N_("published by the last release"),
    "conflict": N_("not shown: the source changed too"),
    "orphan": N_("not shown: the row is gone"),
    "ambiguous": N_("not shown: several rows could be it"),
    "invalid": N_("not shown: the value may not stand there any more"),
    "schema": N_("not shown: the column cannot be corrected any more"),
    "absorbed": N_("over: the source says the same"),
    "replaced": N_("replaced by a later one"),
    "undone": N_("taken back at the desk"),
}


@dataclass(frozen=True)
class Earlier:
    """Another proposal on the row: its page, what it said, what became of it."""

    number: int
    href: str
    day: date
    changes: Sequence[Change]
    became: Sequence[str]
    reason: str


@dataclass(frozen=True)
class Release:
    """A release in which the row was another than before."""

    version: str
    day: date
    changes: Sequence[Change]
    words: str


@dataclass(frozen=True)
class Past:
    """What happened to a row, the last first; `own` is what became of the proposal itself."""

    own: Sequence[str]
    earlier: Sequence[Earlier]
    releases: Sequence[Release]


def past_of(desk: Desk, who: Reviewer, one: Proposal) -> Past:
    """The past of the row of a proposal for who decides; without a key nothing but its own.

    What others decide of is not told before it is accepted.
    """
    if not one.key:
        return Past([], [], [])
    said = history(desk.folder.desk, one)
    changed = turns(desk.folder, one.dataset, one.table, one.key)
    return Past(
        [words for found in said if found.proposal.id == one.id for words in _became(desk, found)],
        [
            _earlier(desk, found)
            for found in said
            if found.proposal.id != one.id and _is_told(who, found.proposal)
        ],
        [_release(desk, one, turn) for turn in changed],
    )


def _is_told(who: Reviewer, other: Proposal) -> bool:
    return other.state == "accepted" or who.may_decide(other)


def _earlier(desk: Desk, found: Said) -> Earlier:
    one = found.proposal
    return Earlier(
        one.id,
        link(desk.urls.path(f"/desk/proposals/{one.id}")),
        found.day,
        changes_of(desk, one, None),
        _became(desk, found),
        one.reason,
    )


def _became(desk: Desk, found: Said) -> list[str]:
    """What became of a proposal in words: of each cell, or of it as a whole."""
    state = found.proposal.state
    if state != "accepted":
        return [state_in_words(state)]
    fields = fields_of(desk, found.proposal.dataset, found.proposal.table)
    return [
        _("%(column)s: %(state)s")
        % {"column": column_title(name, fields.get(name)), "state": _(_STATES[became])}
        for name, became in found.became.items()
    ]


def state_in_words(state: str) -> str:
    """What was decided of a proposal, in words."""
    words = {
        "accepted": _("It was accepted."),
        "refused": _("It was refused."),
        "erased": _("It was erased."),
    }
    return words.get(state) or _("It waits for a decision.")


def _release(desk: Desk, one: Proposal, turn: Turn) -> Release:
    fields = fields_of(desk, one.dataset, one.table)
    changes = [change_of(name, fields.get(name), edit) for name, edit in turn.changes.items()]
    return Release(turn.version, turn.day, changes, _words(turn))


def _words(turn: Turn) -> str:
    if turn.before is None:
        return _("The row came.")
    return _("The row went.") if turn.after is None else ""
