"""The page of a table of what a tool counted: by week, with what is folded under a name."""

import html
from pathlib import Path

import pytest

from tests.counted import counted_site, day, export, row
from tests.site.conftest import opened
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes a site")


async def test_weeks_are_shown_with_their_words(tmp_path: Path) -> None:
    site = counted_site(tmp_path / "site")
    usual = (("map", 40), ("data", 20), ("chart", 15), ("help", 3))
    export(site, [row(n, name, people) for n in range(15) for name, people in usual])
    publish_one(site, as_of=day(16))
    async with opened(site.root) as started:
        page = html.unescape((await started.client.get("/visits/features_week")).text)
        assert "Fonctions, par semaine" in page
        assert "11 personnes ou plus étaient derrière" in page
        assert page.count("2026-W36") >= 3
        assert "Autres" in page
        rows = (await started.client.get("/visits/features_week.json?feature=_other")).json()
        assert [(one["week"], one["visitor_days"]) for one in rows["rows"]] == [
            ("2026-W37", 126),
            ("2026-W36", 126),
        ]
        dataset = html.unescape((await started.client.get("/visits")).text)
        assert "ne change plus" in dataset
        assert "6 lignes publiées, par périodes entières." in dataset
