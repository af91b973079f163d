"""A page at an address, and what its Matomo shows to anonymous eyes."""

import json
import re
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import httpx

from publish.errors import SourceError
from publish.usage.check.answers import ANONYMOUS, VISITS, Log, visits_log
from publish.usage.check.facts import Facts, facts_of

BYTES = 5 << 20
PLACES = (
    re.compile(r"""\bsetTrackerUrl['"]\s*,\s*['"]([^'"]+)['"]"""),
    re.compile(r"""\bu\s*=[^;]*?['"]((?:https?:)?//[^'"]+)['"]"""),
    # As Piwik wrote it: ("https:" == … ? "https" : "http") + "://host/"
    re.compile(r"""\bu\s*=[^;]*?['"]:(//[^'"]+)['"]"""),
    re.compile(r"""['"]([^'"\s]*/(?:matomo|piwik)\.(?:js|php)\b[^'"\s]*)['"]"""),
)
"""Where the code of a page says that its Matomo is, the surest first."""
SITE = re.compile(r"idsite=(\d+)")


def facts_at(address: str) -> Facts:
    """What the page at an address says, and whether its visits log answers to anybody.

    Raises SourceError where it cannot be read.
    """
    text = _asked(address)
    found = dict(facts_of(text, address))
    matomo = matomo_of(text, address)
    image = SITE.search(text)
    site = found.get("tracker.setSiteId") or (image[1] if image else "")
    log = visits_at(matomo, site) if matomo and site.isdigit() else None
    return found | ({ANONYMOUS: log} if log else {})


def matomo_of(text: str, address: str) -> str | None:
    """The address of the Matomo that a page names; None where it names none that may be asked."""
    for place in PLACES:
        if found := place.search(text):
            base = re.sub(r"[^/]*$", "", urljoin(address, found[1]).partition("?")[0])
            return base if _may_be_asked(base, address) else None
    return None


def visits_at(matomo: str, site: str) -> Log | None:
    """Whether a Matomo shows its visits to anybody; None where what answers is no API."""
    form = {
        "module": "API", "method": VISITS, "idSite": site, "period": "day", "date": "yesterday",
        "format": "JSON", "language": "en", "filter_limit": "1", "showColumns": "idVisit",
    }  # fmt: skip
    try:
        answer = httpx.post(f"{matomo}index.php", data=form, timeout=30)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            return "closed"
        return visits_log(json.loads(answer.content))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        return None


def _may_be_asked(base: str, page: str) -> bool:
    """Whether a page may send us there: to its own host, or into the open internet."""
    host, own = urlsplit(base).hostname or "", urlsplit(page).hostname
    if host == own:
        return True
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host


def _asked(address: str) -> str:
    try:
        with httpx.stream("GET", address, follow_redirects=True, timeout=30) as answer:
            content = b""
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > BYTES:
                    raise SourceError(f"{address}: more than {BYTES >> 20} MiB; give another page")
            answer.raise_for_status()
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        raise SourceError(f"{address}: answered with {code}; check it in a browser") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(
            f"{address}: cannot be read ({type(error).__name__}); check it in a browser"
        ) from None
    return content.decode("utf-8", "replace")
