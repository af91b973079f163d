"""First paint and bytes of a first visit by a slow phone: `python -m bench.phone ADDRESS`.

`ADDRESS` serves the demo. 390 px, CPU slowed six times, 200 kB/s, 150 ms; nothing kept; the median
of five visits.
"""

import sys
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.errands import visitor
from tests.site.browser.conftest import CHROMIUM
from tests.site.browser.kinds import FAST, url

VISITS = 5
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
SENT = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].reduce((sum, one) => sum + one.transferSize, 0)"""


def visit(browser: Browser, address: str) -> tuple[float, int]:
    """Milliseconds until something is painted, and bytes until all is there."""
    page = visitor(browser, 390, "fr")
    page.goto(address, wait_until="networkidle")
    painted, sent = page.evaluate(PAINTED), page.evaluate(SENT)
    page.context.close()
    return float(painted), int(sent)


def main() -> None:
    """Prints a line per page."""
    address = sys.argv[1].rstrip("/")
    print("| page | first paint | bytes |")
    print("|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for kind in FAST:
            found = [visit(browser, url(address, kind, "fr")) for _ in range(VISITS)]
            painted = median(one for one, _ in found) / 1000
            print(f"| {kind} | {painted:.2f} s | {median(one for _, one in found) / 1000:.0f} kB |")
        browser.close()


if __name__ == "__main__":
    main()
