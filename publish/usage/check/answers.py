"""The settings in answers of Matomo's API (JSON), and whether its visits log answers to anybody."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from publish.errors import SourceError

VISITS = "Live.getLastVisitsDetails"
ANONYMOUS = "anonymous.visits"
SITE = "SitesManager.getSite"
CLOSED = re.compile(
    r"\baccess\b|log(ged)?[ -]?in\b|token|deactivated|disabled|not (activated|enabled)"
)
Log = Literal["open", "closed"]


def settings_of_answers(text: str, name: str) -> Mapping[str, str]:
    """The settings in an answer alone, or in several by the name of their method or option.

    Raises SourceError where it is not whole JSON.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise SourceError(f"{name}: not whole JSON; save the answers again") from None
    return dict(_of_answers(found))


def visits_log(answer: Any) -> Log | None:
    """Whether the log of visits answered to somebody; None where this is no answer of an API.

    An empty list is a log that may be read, of a day without a visit.
    """
    if isinstance(answer, list):
        visits = all(isinstance(one, dict) and "idVisit" in one for one in answer)
        return "open" if visits else None
    if isinstance(answer, dict) and answer.get("result") == "error":
        return "closed" if CLOSED.search(str(answer.get("message")).lower()) else None
    return None


def _of_answers(found: Any) -> Iterator[tuple[str, str]]:
    if isinstance(found, list):
        yield from _of_list(found)
    elif "idsite" in found:
        yield from _of_site(found)
    else:
        for key, value in found.items():
            yield from _of_answer(key, value)


def _of_answer(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if key == VISITS:
        log = visits_log(value)
        yield from [(ANONYMOUS, log)] if log else []
    elif isinstance(value, list):
        yield from _of_list(value)
    elif isinstance(value, dict):
        if key.startswith(SITE) or "idsite" in value:
            yield from _of_site(value)
        elif "value" in value:
            yield key, _text(value["value"])
    elif "." in key or key.startswith("SitesManager_"):
        yield key, _text(value)


def _of_list(rows: list[Any]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if not isinstance(row, dict):
            continue
        if "pluginName" in row:
            yield from _of_plugin(row)
        elif "idVisit" in row:
            yield ANONYMOUS, "open"
        elif "idsite" in row:
            yield from _of_site(row)
        elif "option_name" in row:
            yield str(row["option_name"]), _text(row.get("option_value"))


def _of_plugin(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    settings = row.get("settings")
    for setting in settings if isinstance(settings, list) else ():
        if isinstance(setting, dict) and "name" in setting:
            yield f"{row['pluginName']}.{setting['name']}", _text(setting.get("value"))


def _of_site(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((f"site.{name}", _text(one)) for name, one in row.items() if name != "result")


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
