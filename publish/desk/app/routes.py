"""The addresses of the desk: there are no others, and each takes its methods alone."""

import re
from collections.abc import Awaitable, Callable, Mapping

from publish.desk.api import changesets, outgoing, rows, similar
from publish.desk.desk import Desk
from publish.desk.pages import (
    add,
    clearance,
    conflicts,
    duplicates,
    hand_over,
    home,
    inbox,
    leave,
    log,
    me,
    news,
    proposal,
    propose,
    requests,
    reuses,
    send,
    signing,
    tokens,
    trust,
)
from publish.desk.policy import SEND
from publish.site.base.answers import Response
from publish.site.base.site import Request

Page = Callable[[Desk, Request], Awaitable[Response]]

# Other sites' pages send forms to this one.
HAND_OVER = "/desk/hand-over"
SIMILAR = "/desk/similar"
# Of a key each letter may take nine signs; how long an address may be, the server says.
_PART = r"[^/]+"
_TABLE = rf"(?P<dataset>{_PART})/(?P<table>{_PART})"
_ROW = rf"{_TABLE}/(?P<key>{_PART})"

_OUTGOING: Mapping[str, Page] = {"GET": outgoing.corrections_read}

# What programs ask: they are told of errors as problems, in JSON.
PROGRAMS: tuple[tuple[str, Mapping[str, Page]], ...] = (
    (r"^/desk/changesets$", {"POST": changesets.changeset_begun}),
    (rf"^/desk/changesets/(?P<number>{_PART})$", {"GET": changesets.changeset_read}),
    (rf"^{SIMILAR}$", {"GET": similar.similar_asked, "POST": similar.similar_sent}),
    (rf"^/desk/(?P<dataset>{_PART})/outgoing(?P<form>\.csv|\.json)?$", _OUTGOING),
    (rf"^/desk/{_TABLE}$", {"POST": rows.row_added}),
    (
        rf"^/desk/{_ROW}$",
        {"GET": rows.row_read, "PATCH": rows.row_patched, "DELETE": rows.row_closed},
    ),
)
# An address, and its page by method.
ROUTES: tuple[tuple[str, Mapping[str, Page]], ...] = (
    (r"^/desk/$", {"GET": home.home_page}),
    (r"^/desk/thanks$", {"GET": propose.thanks_page}),
    (r"^/desk/sign-in$", {"GET": signing.sign_in_page, "POST": signing.signed_in_now}),
    (r"^/desk/sign-out$", {"POST": signing.signed_out_now}),
    (rf"^{HAND_OVER}$", {"POST": hand_over.handed_over_now}),
    (r"^/desk/inbox$", {"GET": inbox.inbox_page, "POST": inbox.decided_now}),
    (r"^/desk/clearance$", {"GET": clearance.clearance_page, "POST": clearance.cleared_now}),
    (r"^/desk/log$", {"GET": log.log_page}),
    (r"^/desk/requests$", {"GET": requests.requests_page, "POST": requests.requests_sent}),
    (r"^/desk/tokens$", {"GET": tokens.tokens_page, "POST": tokens.tokens_changed}),
    (r"^/desk/trust$", {"GET": trust.trust_page, "POST": trust.trust_sent}),
    (r"^/desk/reuses$", {"GET": reuses.waiting_page, "POST": reuses.decided_now}),
    (r"^/desk/reuses/add$", {"GET": reuses.add_page, "POST": reuses.added_now}),
    (r"^/desk/reuses/thanks$", {"GET": reuses.thanks_page}),
    (r"^/desk/me$", {"GET": me.me_page, "POST": me.me_asked}),
    (r"^/desk/me/leave$", {"GET": leave.leave_page, "POST": leave.leave_sent}),
    (r"^/desk/me/enter$", {"GET": me.enter_page, "POST": me.entered_now}),
    (r"^/desk/me/answer$", {"GET": me.key_page, "POST": me.answer_page}),
    (r"^/desk/me/answer\.zip$", {"POST": me.answer_zip}),
    (rf"^{SEND}$", {"GET": send.send_page, "POST": send.send_ready}),
    (r"^/desk/news$", {"GET": news.news_page, "POST": news.news_asked}),
    (r"^/desk/news/thanks$", {"GET": news.thanks_page}),
    (r"^/desk/news/confirm$", {"GET": news.confirm_page, "POST": news.confirmed_now}),
    (r"^/desk/news/leave$", {"GET": news.leave_page, "POST": news.left_now}),
    (rf"^/desk/{_TABLE}/add$", {"GET": add.add_page, "POST": add.add_sent}),
    (
        r"^/desk/proposals/(?P<number>\d{1,9})$",
        {"GET": proposal.proposal_page, "POST": proposal.proposal_decided},
    ),
    (
        r"^/desk/conflicts$",
        {"GET": conflicts.conflicts_page, "POST": conflicts.conflicts_decided},
    ),
    (
        rf"^/desk/(?P<dataset>{_PART})/duplicates$",
        {"GET": duplicates.duplicates_page, "POST": duplicates.duplicates_said},
    ),
    (rf"^/desk/{_ROW}/propose$", {"GET": propose.form_page, "POST": propose.form_sent}),
    *PROGRAMS,
)


def methods_of(path: str) -> tuple[str, ...]:
    """The methods that an address takes; none where there is no such address."""
    _pattern, pages = _route(path)
    return (*pages, *(("HEAD",) if "GET" in pages else ()))


def kind_of(path: str) -> str:
    """What an address asks, by the module of its page, such as `desk-inbox`: for figures."""
    _pattern, pages = _route(path)
    if not pages:
        return "desk-other"
    page = next(iter(pages.values()))
    return f"desk-{page.__module__.rpartition('.')[2].replace('_', '-')}"


def is_for_programs(path: str) -> bool:
    """Whether an address is one that programs ask."""
    return _route(path) in PROGRAMS


def _route(path: str) -> tuple[str, Mapping[str, Page]]:
    """The first address that fits, as the router takes it; without pages where there is none."""
    return next((one for one in ROUTES if re.search(one[0], path)), ("", {}))
