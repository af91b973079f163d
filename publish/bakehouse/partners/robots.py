"""What a site asks of programs in its robots.txt (RFC 9309)."""

from dataclasses import dataclass
from urllib.parse import unquote

AGENT = "fournil"
RULES = ("allow", "disallow")
PARTS = ("user-agent", *RULES, "crawl-delay")
"""Lines of a group; others, such as `Sitemap:`, may stand anywhere, and divide nothing."""
LONGEST_DELAY = 30.0
"""Seconds between two requests, where a site asks for more."""

Rule = tuple[str, bool]
"""A pattern of paths, and whether they are allowed."""


@dataclass(frozen=True)
class Robots:
    """The rules that are for us, and the seconds between two requests."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allow(self, path: str) -> bool:
        """Whether a path, with its query, may be asked for: the longest pattern decides."""
        fitting = [
            (len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)
        ]
        return max(fitting, default=(0, True))[1]


OPEN = Robots()
CLOSED = Robots((("/", False),))


def robots_of(text: str) -> Robots:
    """The rules of a robots.txt: those for Fournil, or those for all where it names none."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    naming = False
    known = (line for line in map(_line, text.splitlines()) if line and line[0] in PARTS)
    for key, value in known:
        if key == "user-agent":
            agents = [*agents, value.lower()] if naming else [value.lower()]
        for agent in agents:
            groups.setdefault(agent, []).append((key, value))
        naming = key == "user-agent"
    return _robots(groups.get(AGENT, groups.get("*", [])))


def _line(line: str) -> tuple[str, str] | None:
    key, colon, value = line.partition("#")[0].partition(":")
    return (key.strip().lower(), value.strip()) if colon else None


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = tuple((value, key == "allow") for key, value in lines if key in RULES and value)
    delays = [_seconds(value) for key, value in lines if key == "crawl-delay"]
    return Robots(rules, min(max(delays, default=0.0), LONGEST_DELAY))


def _seconds(value: str) -> float:
    whole = value.replace(".", "", 1)
    return float(value[:9]) if whole.isascii() and whole.isdigit() else 0.0


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern with `*` and a last `$` fits the beginning of a path, or all of it."""
    asked, whole = unquote(path), pattern.endswith("$")
    first, *parts = map(unquote, pattern.removesuffix("$").split("*"))
    if not asked.startswith(first):
        return False
    at = len(first)
    if not parts:
        return at == len(asked) or not whole
    last = parts.pop() if whole else ""
    for part in parts:
        if (found := asked.find(part, at)) < 0:
            return False
        at = found + len(part)
    return asked.endswith(last) and len(asked) - len(last) >= at
