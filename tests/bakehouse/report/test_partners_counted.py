"""What a release's report counts of each partner: what came, and what became of it."""

import json
from datetime import date
from pathlib import Path

from tests.partners import NORD_ROWS, SUD, gives, make_partners, partner
from tests.sites import publish_one


def test_each_partner_s_rows_are_counted(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{compare: {name: name, town: postcode}}")
    partner(site, "sud", SUD + "policy: {create: false}\n")
    gives(site, "nord", *NORD_ROWS, "4;;Quatre;;;beaucoup", "5;;Cinq;;;")
    gives(site, "sud", "id,titre,city,note", "a,Café des Œuvres,Lille,", "b,Ailleurs,Pau,")
    assert publish_one(site).status == "published"
    current = site.releases / "lieux" / "current"
    report = json.loads((current / "report.json").read_text("utf-8"))
    assert report["tables"][0]["partners"] == [
        {
            "name": "nord",
            "title": "Le Nord",
            "records": 4,
            "kept": 0,
            "rejected": 1,
            "left_out": 0,
            "taken": 3,
            "merged": 1,
            "stale": False,
        },
        {
            "name": "sud",
            "title": "Le Sud",
            "records": 2,
            "kept": 0,
            "rejected": 0,
            "left_out": 1,
            "taken": 1,
            "merged": 1,
            "stale": False,
        },
    ]
    page = (current / "report.html").read_text("utf-8")
    cells = "<td>4</td><td>0</td><td>1</td><td>0</td><td>3</td><td>1</td>"
    assert f'<span lang="fr">Le Nord</span></th>{cells}' in page


def test_last_good_rows_are_no_copy_of_the_day(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    publish_one(site)
    gives(site, "nord", *NORD_ROWS, "3;;Trois;;;")
    gives(site, "sud", "no header that is needed")
    assert publish_one(site, date(2026, 11, 22)).status == "published"
    report = json.loads((site.releases / "lieux" / "current" / "report.json").read_text("utf-8"))
    stale = {one["name"]: one["stale"] for one in report["tables"][0]["partners"]}
    assert stale == {"nord": False, "sud": True}
