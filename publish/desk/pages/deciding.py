"""What members decide of several proposals at once, each by itself, and what is told of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from publish.corrections.decisions import Amended, SameMember, Stale, accept, refuse
from publish.corrections.eyes import eyes_of
from publish.corrections.proposals import Proposal, proposal
from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.refused import Refused, unreadable
from publish.desk.reviews import reviewer
from publish.desk.typed import MOST_REASON, unseen
from publish.desk.visits import Visit
from publish.errors import DeclarationError, DeskError
from publish.site.http.arguments import whole
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.words.unseen import has_unseen

# Before the number of a proposal: the mark of what its page shows.
SEEN = "seen."
Decide = Callable[[Proposal], bool]
"""Whether the proposal is decided now: not where another member has to look."""


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
    numbers = ticked(sent, "proposal")
    decide = _decision(desk, visit, sent)
    if not numbers:
        raise Refused(422, _("Tick the proposals first, then decide."))
    return _decided(desk, visit, numbers, decide, sent.first("decision"))


def ticked(sent: Fields, name: str) -> list[int]:
    """The numbers that were ticked, each once."""
    return [*dict.fromkeys(found for one in sent.all(name) if (found := whole(one)) is not None)]


def _decision(desk: Desk, visit: Visit, sent: Fields) -> Decide:
    """What is done with each proposal; raises Refused."""
    decision = sent.first("decision")
    if decision == "accept":
        return lambda one: accepted(desk, visit, one, sent.first(f"{SEEN}{one.id}"))
    if decision != "refuse":
        raise unreadable()
    reason = sent.first("reason").strip()
    if not reason or len(reason) > MOST_REASON:
        raise Refused(
            422, _("Say why it is refused, in %(most)s letters at most.") % {"most": MOST_REASON}
        )
    if has_unseen(reason):
        raise Refused(422, unseen())
    return lambda one: _refused(desk, visit, one, reason)


def _refused(desk: Desk, visit: Visit, one: Proposal, reason: str) -> bool:
    refuse(desk.folder.desk, one.id, reason, day_of(desk.now()), visit.member.id)
    return True


def accepted(desk: Desk, visit: Visit, one: Proposal, mark: str) -> bool:
    """Whether it is accepted by as many members as have to; raises DeskError, DeclarationError."""
    eyes = eyes_of(desk.folder, one.dataset, one.table)
    by = visit.member.id
    found = accept(desk.folder.desk, one.id, day_of(desk.now()), by, eyes=eyes, mark=mark)
    return found.state == "accepted"


def _decided(
    desk: Desk, visit: Visit, numbers: Sequence[int], decide: Decide, decision: str
) -> Told:
    who, done, seen, failed = reviewer(desk, visit), 0, 0, []
    for number in numbers:
        try:
            one = proposal(desk.folder.desk, number)
            if not who.may_decide(one):
                failed.append(not_yours(number))
            elif decide(one):
                done += 1
            else:
                seen += 1
        except (DeskError, DeclarationError) as error:
            failed.append(why_not(number, error))
    return Told(said(decision, done, seen), failed)


def not_yours(number: int) -> str:
    """What is said of a proposal that somebody else has to decide."""
    return _("Proposal %(number)s is not within what you may decide.") % {"number": number}


def why_not(number: int, error: DeskError | DeclarationError) -> str:
    """What is said of a proposal that could not be decided."""
    if isinstance(error, DeclarationError):
        words = _("Proposal %(number)s: how its table is declared cannot be read at this moment.")
    elif isinstance(error, SameMember):
        words = _("Proposal %(number)s waits for another member: two have to accept it.")
    elif isinstance(error, Amended):
        words = _("Proposal %(number)s was amended meanwhile: look at what it says now.")
    elif isinstance(error, Stale):
        words = _(
            "Proposal %(number)s: its cell was corrected after it was looked at. Refuse it, or "
            "propose anew."
        )
    else:
        words = _("Proposal %(number)s does not wait any more: somebody decided already.")
    return words % {"number": number}


def said(decision: str, done: int, seen: int) -> list[str]:
    """What is told of proposals that are decided, and of those which others have to see as well."""
    words = _accepted(done) if decision == "accept" else _closed(done)
    waits = ngettext(
        "%(number)s proposal accepted by you: another member has to accept it as well.",
        "%(number)s proposals accepted by you: another member has to accept them as well.",
        seen,
    )
    both = ((words, done), (waits, seen))
    return [told % {"number": number} for told, number in both if number]


def _accepted(done: int) -> str:
    return ngettext(
        "%(number)s proposal accepted: the next publication shows it.",
        "%(number)s proposals accepted: the next publication shows them.",
        done,
    )


def _closed(done: int) -> str:
    return ngettext("%(number)s proposal refused.", "%(number)s proposals refused.", done)
