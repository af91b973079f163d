"""A WordPress that is really asked, page after page."""

import json
from pathlib import Path

import pytest

from publish.bakehouse.partners.harvesters import wordpress
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, serving

PLACES = "/wp-json/wp/v2/lieux"


def entries(*ids: int, following: str = "") -> Answer:
    said = [{"id": one, "title": {"rendered": f"n° {one}"}, "_links": {"self": []}} for one in ids]
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return Answer(json.dumps(said).encode(), headers=headers)


def test_pages_follow_one_another_until_the_last(tmp_path: Path) -> None:
    query = "per_page=100&orderby=id&order=asc"
    answers = {
        f"{PLACES}?{query}": entries(1, 2, following=f"{PLACES}?{query}&page=2"),
        f"{PLACES}?{query}&page=2": entries(3, following=f"{PLACES}?{query}"),
    }
    with serving(answers) as service:
        found = list(wordpress.harvest(service.ask(PLACES, "wordpress", tmp_path)))
        assert found == [{"id": one, "title": {"rendered": f"n° {one}"}} for one in (1, 2, 3)]
        assert service.asked == list(answers)


def test_what_is_asked_for_with_a_query_keeps_it(tmp_path: Path) -> None:
    with serving({PLACES: entries(1)}) as service:
        asked = service.ask(f"{PLACES}?lang=fr&per_page=10", "wordpress", tmp_path)
        list(wordpress.harvest(asked))
        assert service.asked == [f"{PLACES}?lang=fr&per_page=100&orderby=id&order=asc"]


def test_another_address_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    with serving({"/": entries(1)}) as service:
        with pytest.raises(SourceError, match="no address of WordPress's API; give that of a typ"):
            list(wordpress.harvest(service.ask("/", "wordpress", tmp_path)))
        assert service.asked == []
