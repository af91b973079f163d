"""How well the data is kept up, for everybody: `/status` and `/status.json`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from publish.release.status import Status, as_dict, statuses
from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.frame.frame import page
from publish.site.text.freshness import often, stands
from publish.site.text.languages import gettext as _
from publish.site.text.words import tell


@dataclass(frozen=True)
class StatusRow:
    """A dataset as the page shows it."""

    status: Status
    title: Any
    state: str
    frequency: str
    checked: str
    why: str
    pushes: list[tuple[dict[str, Any], str]]

    @property
    def late(self) -> bool:
        """Whether the public waits for new data."""
        return self.status.freshness.state == "overdue"


async def status_page(datasette: Site, request: Request) -> Response:
    """The table of all datasets."""
    today = datetime.now(UTC).date()
    rows = [_row(one) for one in statuses(datasette.releases_folder, today)]
    return await page(datasette, request, "status.html", {"rows": rows, "today": today.isoformat()})


async def status_json(datasette: Site, request: Request) -> Response:
    """The same for programs."""
    content = answer(datasette, datetime.now(UTC).date())
    body = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return Response(body, content_type="application/json; charset=utf-8")


def answer(site: Site, today: date) -> dict[str, Any]:
    """What `/status.json` says: the day, and every dataset that ever had a release."""
    found = [as_dict(one) for one in statuses(site.releases_folder, today)]
    return {"as_of": today.isoformat(), "datasets": found}


def _row(one: Status) -> StatusRow:
    title = tell({"titles": one.titles}, "title") or one.dataset
    return StatusRow(
        status=one,
        title=title,
        state=stands(one.freshness),
        frequency=often(one.frequency or ""),
        checked=results().get((one.checked or {}).get("result", ""), ""),
        why=reasons().get((one.checked or {}).get("why", ""), ""),
        pushes=list(_pushes(one)),
    )


def _pushes(one: Status) -> Iterator[tuple[dict[str, Any], str]]:
    for push in one.pushes:
        yield push, str(results().get(push["result"], push["result"]))


def reasons() -> dict[str, str]:
    """What a refusal is about."""
    return {
        "declaration": _("its declaration must be mended"),
        "export": _("its export cannot be read"),
        "checks": _("a check stopped it"),
        "site": _("the site itself must be mended"),
    }


def results() -> dict[str, str]:
    """What a check or a push may have come to."""
    return {
        "published": _("new release"),
        "unchanged": _("nothing new"),
        "waiting": _("everything waits, the last release stays"),
        "refused": _("refused, the last release stays"),
        "pushed": _("sent"),
        "dated": _("nothing new, dated anew"),
        "unreachable": _("no answer"),
    }
