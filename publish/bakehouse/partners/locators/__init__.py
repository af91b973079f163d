"""LOCATORS: the kinds of places where a partner's file is not at the address that people see."""

from publish.bakehouse.partners.located import Locator
from publish.bakehouse.partners.locators import decidim, descriptor, fournil, sheet

LOCATORS: dict[str, Locator] = {
    "decidim": decidim.locate,
    "descriptor": descriptor.locate,
    "fournil": fournil.locate,
    "sheet": sheet.locate,
}
