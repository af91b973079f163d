"""What members decide of several proposals at once, each by itself, and what is told of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from publish.corrections.decisions import accept, refuse
from publish.corrections.proposals import proposal
from publish.desk.body import Fields
from publish.desk.desk import Desk
from publish.desk.refused import Refused
from publish.desk.reviews import Reviewer, reviewer
from publish.desk.typed import unseen
from publish.desk.visits import Visit
from publish.errors import DeskError
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.words.unseen import has_unseen

MOST_REASON = 500
Decide = Callable[[int], None]


@dataclass
class Told:
    """What was done, and why the rest was not."""

    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """Of the answer."""
        return 409 if self.failed and not self.done else 200


def decided(desk: Desk, visit: Visit, sent: Fields) -> Told:
    """Accepts or refuses what was ticked; raises Refused for a form that cannot be taken."""
    numbers = [number for one in sent.all("proposal") if (number := whole(one)) is not None]
    decide = _decision(desk, visit, sent.first("decision"), sent.first("reason").strip())
    if not numbers:
        raise Refused(422, _("Tick the proposals first, then decide."))
    who = reviewer(desk, visit)
    return _decided(desk.folder.desk, who, numbers, decide, sent.first("decision"))


def today(desk: Desk) -> date:
    """The day of a decision."""
    return datetime.fromtimestamp(desk.now(), UTC).date()


def _decision(desk: Desk, visit: Visit, decision: str, reason: str) -> Decide:
    """What is done with each number; raises Refused."""
    path, day = desk.folder.desk, today(desk)
    by = visit.member.id
    if decision == "accept":
        return lambda number: _accept(path, number, day, by)
    if decision != "refuse":
        raise Refused(400, _("What was sent is not a form that can be read."))
    if not reason or len(reason) > MOST_REASON:
        raise Refused(
            422, _("Say why it is refused, in %(most)s letters at most.") % {"most": MOST_REASON}
        )
    if has_unseen(reason):
        raise Refused(422, unseen())
    return lambda number: refuse(path, number, reason, day, by)


def _accept(path: Path, number: int, day: date, by: str) -> None:
    accept(path, number, day, by)


def _decided(
    path: Path, who: Reviewer, numbers: Sequence[int], decide: Decide, decision: str
) -> Told:
    done, failed = 0, []
    for number in dict.fromkeys(numbers):
        try:
            if not who.may_decide(proposal(path, number)):
                failed.append(_not_yours(number))
                continue
            decide(number)
            done += 1
        except DeskError:
            failed.append(_why(number, _is_open(path, number)))
    return Told([_said(decision, done)] if done else [], failed)


def _not_yours(number: int) -> str:
    return _("Proposal %(number)s is not within what you may decide.") % {"number": number}


def _is_open(path: Path, number: int) -> bool:
    try:
        return proposal(path, number).state == "open"
    except DeskError:
        return False


def _why(number: int, waits: bool) -> str:
    if waits:
        words = _(
            "Proposal %(number)s: its cell was corrected after it was looked at. Refuse it, or "
            "propose anew."
        )
    else:
        words = _("Proposal %(number)s does not wait any more: somebody decided already.")
    return words % {"number": number}


def _said(decision: str, done: int) -> str:
    if decision == "accept":
        words = ngettext(
            "%(number)s proposal accepted: the next publication shows it.",
            "%(number)s proposals accepted: the next publication shows them.",
            done,
        )
    else:
        words = ngettext("%(number)s proposal refused.", "%(number)s proposals refused.", done)
    return words % {"number": done}
