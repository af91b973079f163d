"""Five people's errands in a browser, counted as they go; `bench.errands` prints the counts.

A tap is a click too; a word is one run of typing. Seconds are those of the keystroke-level model
(Card, Moran, Newell 1980) plus what the browser waited.
"""

import re
import time
from collections.abc import Callable
from math import ceil

from playwright.sync_api import Download, Locator, Page

# Seconds of the model: to think, to point, to press a key; and of a flick of the thumb or wheel.
THINK, POINT, KEY, FLICK = 1.35, 1.1, 0.28, 0.5
# What of a screen one flick moves.
FLICKED = 0.8
WIDTHS = {390: 844, 1280: 900}


class Person:
    """Somebody at a page, whose taps, words, flicks and waiting are counted."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page, self.french = page, language == "fr"
        self.taps = self.words = self.flicks = 0
        self.waited = self.acted = 0.0
        self._wait(lambda: page.goto(f"{address}/"))

    def tap(self, what: Locator, leads: bool = True) -> None:
        """Taps, and waits for the page that it leads to."""
        self.reach(what)
        self.taps += 1
        self.acted += THINK + POINT
        self._wait(lambda: self._tapped(what, leads))

    def type(self, into: Locator, text: str) -> None:
        """Taps a field, writes, presses Enter."""
        self.tap(into, leads=False)
        self.words += 1
        self.acted += KEY * (len(text) + 1)
        into.fill(text)
        self._wait(lambda: self._entered(into))

    def download(self, what: Locator) -> Download:
        """Taps what sends a file; the file."""
        self.reach(what)
        with self.page.expect_download() as sent:
            self.tap(what, leads=False)
        return sent.value

    def back(self) -> None:
        """Goes back by the browser's own button."""
        self.taps += 1
        self.acted += THINK + POINT
        self._wait(lambda: self.page.go_back(wait_until="domcontentloaded"))

    def read(self, what: Locator) -> str:
        """Brings something into sight and reads it."""
        self.reach(what)
        self.acted += THINK
        return re.sub(r"\s+", " ", what.inner_text())

    def said(self, french: str, english: str) -> str:
        """What the page says in the person's language."""
        return french if self.french else english

    def line(self) -> str:
        """What it took, as cells of a table."""
        seconds = self.acted + self.waited
        return f"{self.taps} | {self.words} | {self.flicks} | {seconds:.0f} | {self.waited:.1f}"

    def reach(self, what: Locator) -> None:
        """Brings something into sight."""
        what.wait_for()
        height = self.page.evaluate("innerHeight")
        away = what.evaluate(
            "(one) => { const { top, bottom } = one.getBoundingClientRect();"
            " return top < 0 ? -top : Math.max(0, bottom - innerHeight); }"
        )
        flicks = ceil(away / (FLICKED * height))
        self.flicks += flicks
        self.acted += FLICK * flicks
        what.scroll_into_view_if_needed()

    def _tapped(self, what: Locator, leads: bool) -> None:
        if not leads:
            what.click()
            return
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            what.click()

    def _entered(self, into: Locator) -> None:
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            into.press("Enter")

    def _wait(self, act: Callable[[], object]) -> None:
        since = time.monotonic()
        act()
        self.waited += time.monotonic() - since


def nearest_cafe(one: Person) -> str:
    """In Guéret: the nearest café, and since when it is open."""
    page = one.page
    one.type(page.locator("#seek"), one.said("café associatif", "community café"))
    one.tap(page.locator(".chips a", has_text=re.compile("= (Café|Community)")).first)
    one.type(page.locator("#near input[name=_place]"), "Guéret")
    one.tap(page.locator("#rows tbody a").first)
    name = page.get_by_role("heading", level=1).inner_text()
    title = one.said("Ouvert le", "Opened on")
    opened = one.read(page.locator("dl.facts.row dt", has_text=title).locator("+ dd"))
    return f"{name}; {opened}"


def young_trust(one: Person) -> str:
    """A journalist: what share of the under-30s trusts their town hall, a citation, a PNG."""
    page = one.page
    one.tap(page.locator("main .card a", has_text=one.said("Enquête", "survey")).first)
    one.tap(page.locator(".questions h3 a").nth(1))
    share = one.read(page.locator(".pivot tbody tr").first)
    file = one.download(page.locator(".charts a", has_text="PNG").first)
    cited = page.locator(".license q").first
    said = one.read(cited)
    if (copy := page.locator(".license .copy button")).count():
        one.tap(copy.first, leads=False)
    return f"{share}; {file.suggested_filename}; {said}"


def gardens_of_gironde(one: Person) -> str:
    """A councillor: every shared garden of Gironde as an Excel file."""
    page = one.page
    one.type(page.locator("#seek"), one.said("jardins gironde", "jardin gironde"))
    one.tap(page.locator(".found a", has_text=re.compile("^(Voir les|See the)")).first)
    one.tap(page.locator('.tools a[href="#download"]'), leads=False)
    file = page.locator("section.panel a", has_text=re.compile("Excel|xlsx")).first
    return one.download(file).suggested_filename


def what_is_it(one: Person) -> str:
    """A student: what “enquête-habitants” is, whether it may be used, how it is cited."""
    page = one.page
    one.type(page.locator("#seek"), "enquete-habitants")
    one.tap(page.locator(".found h2 a").first)
    about = one.read(page.locator(".lead"))
    may = one.read(page.locator("#licensed + p"))
    one.tap(page.locator("summary", has_text=one.said("Citer", "Cite")), leads=False)
    one.tap(page.locator("#cite button").first, leads=False)
    return f"{about}; {may}"


def api_and_feed(one: Person) -> str:
    """A reuser: the JSON of a filtered table, and a feed to follow."""
    page = one.page
    one.type(page.locator("#seek"), one.said("café associatif", "community café"))
    one.tap(page.locator(".chips a", has_text=re.compile("= (Café|Community)")).first)
    one.tap(page.locator('.tools a[href="#download"]'), leads=False)
    one.tap(page.locator("section.panel a", has_text="JSON (API)"))
    answer = page.evaluate("JSON.parse(document.body.innerText)")
    told = [name for name in ("total", "next_url", "license", "selection") if answer.get(name)]
    one.back()
    feeds = page.locator("section.panel a[href*='feed.atom']")
    if not feeds.count():
        one.tap(page.locator(".crumbs a").nth(1))
        one.tap(page.locator("summary", has_text="Versions"), leads=False)
        feeds = page.locator("#versions a[href*='feed.atom']")
    feed = feeds.first.get_attribute("href")
    one.tap(feeds.first, leads=False)
    return f"{', '.join(told)}; {feed}"


ERRANDS = (nearest_cafe, young_trust, gardens_of_gironde, what_is_it, api_and_feed)
