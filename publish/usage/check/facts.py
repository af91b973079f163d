"""What a configuration says: settings by `Section.name`, whatever file they were read from."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from publish.errors import SourceError

Facts = Mapping[str, str]
CALL = re.compile(r"_paq\.push\(\s*\[\s*['\"](\w+)['\"]\s*(?:,\s*([^\]]*?))?\s*\]\s*\)")
OPT_OUT = re.compile(r"action=optOut|matomo-opt-out|_paq\.push\(\s*\[\s*['\"]optUserOut")
SECTION = re.compile(r"\[([\w]+)\]")
SETTING = re.compile(r"([\w.]+)(?:\[\])?\s*=\s*(.*)")
PAGE = "page"
"""A fact that every page with a tracker has."""


def facts_of(text: str, name: str) -> Facts:
    """The settings in a `config.ini.php`, in answers of the API (JSON) or in the code of a page.

    Raises SourceError for a text that is none of them.
    """
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith(("{", "[{", "[]")):
        found = dict(_of_answers(_json(begin, name)))
    elif "_paq" in text or "matomo.js" in text or "piwik.js" in text:
        found = dict(_of_page(text))
    else:
        found = _of_ini(text)
    if not found:
        raise SourceError(
            f"{name}: no configuration of Matomo; give its config.ini.php, answers of its API "
            "saved as JSON, or a page that holds its tracker"
        )
    return found


def _of_ini(text: str) -> dict[str, str]:
    """What each section sets; a list is its items between commas."""
    found: dict[str, str] = {}
    section = ""
    for raw in text.splitlines():
        line = raw.strip()
        heading, setting = SECTION.fullmatch(line), SETTING.fullmatch(line)
        if heading:
            section = heading[1]
        elif setting and section and not line.startswith(";"):
            key, value = f"{section}.{setting[1]}", setting[2].strip().strip("\"'")
            found[key] = f"{found[key]},{value}" if "[]" in line and key in found else value
    return found


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise SourceError(f"{name}: not whole JSON; save the answers again") from None


def _of_answers(found: Any) -> Iterator[tuple[str, str]]:
    """An answer alone, or several by the name of their method; options by their names."""
    if isinstance(found, list):
        yield from _of_list(found)
        return
    for key, value in found.items():
        if isinstance(value, list):
            yield from _of_list(value, key)
        elif key == "Live.getLastVisitsDetails":
            yield "anonymous.visits", "closed"
        elif isinstance(value, dict):
            yield from ((f"site.{name}", _text(one)) for name, one in value.items())
        elif "." in key or key.startswith("SitesManager_"):
            yield key, _text(value)


def _of_list(rows: list[Any], method: str = "") -> Iterator[tuple[str, str]]:
    for row in rows:
        if "pluginName" in row:
            for setting in row.get("settings", ()):
                yield f"{row['pluginName']}.{setting['name']}", _text(setting.get("value"))
        elif "idVisit" in row or method == "Live.getLastVisitsDetails":
            yield "anonymous.visits", "open"
        elif "idsite" in row:
            yield from ((f"site.{name}", _text(one)) for name, one in row.items())


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _of_page(text: str) -> Iterator[tuple[str, str]]:
    yield PAGE, "1"
    for call in CALL.finditer(text):
        yield f"tracker.{call[1]}", (call[2] or "").strip("'\" ")
    if OPT_OUT.search(text):
        yield "page.opt_out", "1"
