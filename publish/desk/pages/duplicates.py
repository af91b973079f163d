"""`/desk/<dataset>/duplicates`: partners' rows that may be one thing, and what members say."""

import asyncio
from collections.abc import Callable
from functools import partial

from publish.corrections.pair_decisions import Against, Changed, Claimed, decide, pair, undo
from publish.corrections.pair_groups import Verdict
from publish.corrections.pairs import asked_in, asked_of, decided_last, listed
from publish.corrections.proposals import Listed
from publish.desk.body import Fields
from publish.desk.days import day_of
from publish.desk.desk import Desk
from publish.desk.pages.deciding import SEEN, Told
from publish.desk.pages.merged import merged_list, merged_row, parted
from publish.desk.pages.paired import all_shown, state_words
from publish.desk.pages.parts import part_of
from publish.desk.partner_rows import fed
from publish.desk.refused import Refused
from publish.desk.reviews import Reviewer, reviewer
from publish.desk.rows import release_of
from publish.desk.visits import Visit, around, members_only, sent_by
from publish.errors import DeskError
from publish.release.release import Release
from publish.site.base.answers import Response
from publish.site.base.site import Request
from publish.site.http.arguments import tilde_decode, whole
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext

# Before the number of a pair: what is said of it.
SAID = "said."
# Of what was said last.
LAST = 50
_VERDICTS: tuple[Verdict, ...] = ("same", "different")


async def duplicates_page(desk: Desk, request: Request) -> Response:
    """The pairs that wait, and the rows that were merged."""
    visit = await members_only(desk, request)
    release = await _release(desk, request)
    return await _page(desk, request, visit, release, Told())


async def duplicates_said(desk: Desk, request: Request) -> Response:
    """Takes what is said of pairs, each by itself, and tells what could not be done."""
    visit = await members_only(desk, request)
    release = await _release(desk, request)
    sent = await sent_by(desk, request, visit)
    act = _ACTS.get(sent.first("act"))
    if act is None:
        raise Refused(400, _("What was sent is not a form that can be read."))
    told = await asyncio.to_thread(act, desk, visit, release, sent)
    return await _page(desk, request, visit, release, told)


def duplicates_for(desk: Desk, visit: Visit, dataset: str = "") -> list[Listed]:
    """The pairs that wait and of which a member may say something; of a dataset, or all."""
    path = desk.folder.desk
    return reviewer(desk, visit).theirs(listed(path, dataset), partial(asked_in, path))


async def _release(desk: Desk, request: Request) -> Release:
    dataset = tilde_decode(request.url_vars["dataset"])
    release = await asyncio.to_thread(release_of, desk.folder, dataset)
    if release is None or not fed(release):
        raise Refused(404, _("There are no such data, or no partners feed them."))
    return release


def _decided(desk: Desk, visit: Visit, release: Release, sent: Fields) -> Told:
    """What was chosen of each pair."""
    said = {
        number: verdict
        for name, chosen in sent.below(SAID).items()
        for verdict in _VERDICTS
        if chosen == verdict and (number := whole(name)) is not None
    }
    if not said:
        raise Refused(422, _("Say of a pair first whether both are one thing."))
    who, day, by = reviewer(desk, visit), day_of(desk.now()), visit.member.id
    path = desk.folder.desk

    def one_of(number: int) -> None:
        mark = sent.first(f"{SEEN}{number}")
        decide(path, number, said[number], day, by, mark=mark)

    failed = [wrong for number in said if (wrong := _done(who, release, number, one_of))]
    done = len(said) - len(failed)
    words = ngettext(
        "%(number)s pair decided: the next publication shows it.",
        "%(number)s pairs decided: the next publication shows them.",
        done,
    )
    return Told([words % {"number": done}] if done else [], failed)


def _undone(desk: Desk, visit: Visit, release: Release, sent: Fields) -> Told:
    """What was said of a pair, taken back."""
    number = whole(sent.first("pair"))
    if number is None:
        raise Refused(400, _("What was sent is not a form that can be read."))
    day, by = day_of(desk.now()), visit.member.id
    wrong = _done(
        reviewer(desk, visit), release, number, lambda one: undo(desk.folder.desk, one, day, by)
    )
    words = _("What was said of pair %(number)s is taken back.") % {"number": number}
    return Told([] if wrong else [words], [wrong] if wrong else [])


def _done(who: Reviewer, release: Release, number: int, act: Callable[[int], None]) -> str:
    """Why something could not be done with a pair, or ""."""
    try:
        one = pair(who.desk.folder.desk, number)
        if one.dataset != release.dataset or not who.may_decide(one):
            return _words(number, _("is not within what you may decide."))
        act(number)
    except Claimed as error:
        both = {"left": error.rows[0], "right": error.rows[1]}
        wrong = _("%(right)s was said to be %(left)s under a new key; take that back first.")
        return _words(number, wrong % both)
    except Against as error:
        both = {"left": error.rows[0], "right": error.rows[1]}
        if set(error.rows) == set(one.rows):
            return _words(number, _("others made them one thing; take that back first."))
        return _words(number, _("%(left)s and %(right)s were said not to be the same.") % both)
    except Changed:
        return _words(number, _("says something else by now; look again."))
    except DeskError:
        return _words(number, _("is no longer so: somebody decided already."))
    return ""


def _words(number: int, wrong: str) -> str:
    return _("Pair %(number)s: %(wrong)s") % {"number": number, "wrong": wrong}


_ACTS: dict[str, Callable[[Desk, Visit, Release, Fields], Told]] = {
    "decide": _decided,
    "undo": _undone,
    "part": parted,
}


async def _page(
    desk: Desk, request: Request, visit: Visit, release: Release, told: Told
) -> Response:
    context = {
        **around(desk, visit),
        **await asyncio.to_thread(_context, desk, request, visit, release),
        "told": told,
        "seen": SEEN,
        "said": SAID,
    }
    row = await asyncio.to_thread(merged_row, desk, request, visit, release)
    if row is not None:
        return await desk.shown(request, "desk/merged.html", {**context, "row": row}, told.status)
    return await desk.shown(request, "desk/duplicates.html", context, told.status)


def _context(desk: Desk, request: Request, visit: Visit, release: Release) -> dict[str, object]:
    found = duplicates_for(desk, visit, release.dataset)
    part = part_of(desk, request, found)
    path, who = desk.folder.desk, reviewer(desk, visit)
    waiting = asked_of(path, [one.id for one in part.shown])
    said = [one for one in decided_last(path, release.dataset, LAST) if who.may_decide(one)]
    return {
        "dataset": release.dataset,
        "part": part,
        "waiting": all_shown(desk, release, waiting),
        "decided": [(one, state_words(one.pair)) for one in all_shown(desk, release, said)],
        "merged": merged_list(desk, request, release),
    }
