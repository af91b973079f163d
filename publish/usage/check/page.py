"""What the code of a page tells its tracker, whichever way it is written."""

import re
from collections.abc import Iterator, Mapping

PAGE = "page"
"""A fact that every page with a tracker has."""
CONFIGURED = "page.configured"
"""A fact of a page that sets its tracker itself: what it does not say is as it is by default."""
CONTAINER = re.compile(r"_mtm\b|/container_\w+\.js|googletagmanager\.com/gtm\.js")
# So scripts were hidden from browsers that did not know any.
SCRIPT = re.compile(r"(<script\b[^>]*>)\s*<!--")
# Strings are kept: an address in one holds two slashes.
IGNORED = re.compile(
    r"""<!--.*?-->|/\*.*?\*/|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<!:)//[^\n]*""", re.DOTALL
)
COMMAND = re.compile(r"""\[\s*(["'`])([\w:]+)\1\s*(?:,([^\[\]]*))?""")
QUEUE = re.compile(r"_paq\s*(?:\.\s*push\s*\(|=(?!=))")
METHODS = (
    "disableCookies", "enableCookies", "enableCrossDomainLinking", "forgetUserOptOut",
    "optUserOut", "setSiteId", "setUserId", "setVisitorCookieTimeout",
)  # fmt: skip
METHOD = re.compile(rf"\.\s*({'|'.join(METHODS)})\s*\(([^()]*)\)")
TRACKER = re.compile(r"""\.get(?:Async)?Tracker\s*\([^()]*?,\s*['"]?(\d+)""")
OPT_OUT = re.compile(r"action=optOut|matomo-opt-out")
PRODUCT = re.compile(r"\d+(\s*\*\s*\d+)+")


def settings_of_page(text: str) -> Mapping[str, str]:
    """What the code says, without what stands in comments."""
    code = IGNORED.sub(lambda found: found[1] or " ", SCRIPT.sub(r"\1", text))
    found = {PAGE: "1", **{f"tracker.{name}": given for name, given in _commands(code)}}
    if site := TRACKER.search(code):
        found.setdefault("tracker.setSiteId", site[1])
    if "tracker.setSiteId" in found and not CONTAINER.search(code):
        found[CONFIGURED] = "1"
    if OPT_OUT.search(code) or "tracker.optUserOut" in found:
        found["page.opt_out"] = "1"
    return found


def _commands(code: str) -> Iterator[tuple[str, str]]:
    for begin in QUEUE.finditer(code):
        for command in COMMAND.finditer(_statement(code, begin.end())):
            yield command[2], _argument(command[3] or "")
    for call in METHOD.finditer(code):
        yield call[1], _argument(call[2])


def _statement(code: str, begin: int) -> str:
    """The code up to where the brackets that stand open at its begin are closed."""
    depth, end = 1 if code[begin - 1] == "(" else 0, begin
    for end in range(begin, len(code)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(code[end], 0)
        if depth < 0 or (depth == 0 and code[end] in ")];\n"):
            break
    return code[begin : end + 1]


def _argument(text: str) -> str:
    """The first argument of a command; a product of numbers as the number that it is."""
    given = text.partition(",")[0].strip().strip("'\"`")
    if not PRODUCT.fullmatch(given):
        return given
    product = 1
    for number in given.split("*"):
        product *= int(number)
    return str(product)
