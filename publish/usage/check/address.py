"""A page at an address, and what its Matomo shows to anonymous eyes."""

import re

import httpx

from publish.errors import SourceError
from publish.usage.check.facts import Facts, facts_of

BYTES = 5 << 20
TRACKER = re.compile(r"""(?:var\s+u\s*=|setTrackerUrl['"]\s*,)\s*['"](?:https?:)?//([^'"]+)['"]""")
SITE = re.compile(r"setSiteId['\"]\s*,\s*['\"]?(\d+)")


def facts_at(address: str) -> Facts:
    """What the page at an address says, and whether its visits log answers to anybody.

    Raises SourceError where it cannot be read.
    """
    text = _asked(address)
    found = dict(facts_of(text, address))
    host, site = TRACKER.search(text), SITE.search(text)
    if host and site:
        scheme = httpx.URL(address).scheme
        base = re.sub(r"(matomo|piwik)\.php$", "", host[1]).rstrip("/")
        found["anonymous.visits"] = _visits(f"{scheme}://{base}/index.php", site[1])
    return found


def _visits(address: str, site: str) -> str:
    form = {
        "module": "API", "method": "Live.getLastVisitsDetails", "idSite": site,
        "period": "day", "date": "yesterday", "format": "JSON", "filter_limit": "1",
        "showColumns": "idVisit",
    }  # fmt: skip
    answer = _asked(address, form)
    return "open" if answer.lstrip().startswith("[") else "closed"


def _asked(address: str, form: dict[str, str] | None = None) -> str:
    verb = "GET" if form is None else "POST"
    try:
        with httpx.stream(verb, address, data=form, follow_redirects=True, timeout=30) as answer:
            content = b""
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > BYTES:
                    raise SourceError(f"{address}: more than {BYTES >> 20} MiB; give another page")
            answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{address}: cannot be read ({type(error).__name__}); check it in a browser"
        ) from None
    return content.decode("utf-8", "replace")
