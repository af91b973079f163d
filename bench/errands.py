"""Five people's errands, counted: `python -m bench.errands ADDRESS`.

`ADDRESS` serves the demo. A phone (390 px) has its CPU slowed six times and 200 kB/s; a desk
(1280 px) is as fast as the machine.
"""

import sys

from playwright.sync_api import Browser, Page, sync_playwright

from tests.site.browser.conftest import CHROMIUM
from tests.site.browser.errands import ERRANDS, WIDTHS, Person


def visitor(browser: Browser, width: int, language: str) -> Page:
    """A phone, slowed, or a desk."""
    phone = width < 800
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        is_mobile=phone,
        has_touch=phone,
        locale="fr-FR" if language == "fr" else "en-GB",
    )
    page = context.new_page()
    if phone:
        slow(page)
    return page


def slow(page: Page) -> None:
    """A phone's processor and line: CPU ÷ 6, 200 kB/s, 150 ms."""
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    line = {"downloadThroughput": 200_000, "uploadThroughput": 200_000, "latency": 150}
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", {"offline": False, **line})


def main() -> None:
    """Prints a line per errand, width and language."""
    address = sys.argv[1].rstrip("/")
    print("| errand | px | language | taps | words | flicks | seconds | of them waiting |")
    print("|---|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for errand in ERRANDS:
            for width in WIDTHS:
                for language in ("fr", "en"):
                    page = visitor(browser, width, language)
                    person = Person(page, address, language)
                    answer = errand(person)
                    print(f"| {errand.__name__} | {width} | {language} | {person.line()} |")
                    print(f"  {answer}", file=sys.stderr)
                    page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
