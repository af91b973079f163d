"""The code of an embed is in the language of its page, which it names once."""

import re
from html import unescape

import pytest

from publish.site.app.datasette_site import Site


@pytest.mark.parametrize("path", ["/lieux/places", "/lieux/places/-/chart"])
@pytest.mark.parametrize("query", ["", "?_lang=fr", "?_lang=en", "?kind=a&_lang=en"])
async def test_the_language_stands_once(still: Site, path: str, query: str) -> None:
    page = unescape(unescape((await still.client.get(path + query)).text))
    [source] = set(re.findall('<iframe src="([^"]*)"', page))
    spoken = "en" if "en" in query else "fr"
    assert source.endswith(f"_lang={spoken}&_embed=1")
    assert source.count("_lang=") == 1
    assert ("kind=a" in source) == ("kind=a" in query)
