"""Real datasets are described as strictly as the demo's."""

from pathlib import Path

import pytest

from tests.describe.validators import (
    croissant_records,
    csvw_complaints,
    data_package_errors,
)
from tests.real.real_site import RealSite
from tests.real.test_decoupage import TABLES
from tests.real.test_mednum import MAY_16
from tests.real.test_open_repair import exports as repairs
from tests.real.test_polis import exports as london
from tests.real.test_stations import NOVEMBER

pytestmark = pytest.mark.slow("publishes real files and runs every validator")

DATASETS = {
    "cis/dataset": {"projets.csv": "cis-data/BDD FFE - TEST - V0.masked.csv"},
    "decoupage/dataset": {f"{t}.json": f"decoupage-administratif/data/{t}.json" for t in TABLES},
    "mednum-bfc/2020-05-16": {"lieux.csv": MAY_16},
    "open-repair/2025-07": repairs("2025-07"),
    "polis-london/dataset": london(),
    "stations/2015-11-18": {"stations.csv": NOVEMBER},
    "world-countries/json": {"countries.json": "world-countries/countries.json"},
}


@pytest.mark.parametrize("declaration", DATASETS)
def test_every_validator_agrees(declaration: str, real: RealSite) -> None:
    outcome = real.publish(declaration, DATASETS[declaration])
    assert outcome.status == "published", outcome
    folder = real.release(Path(declaration).parent.name).resolve()
    loaded = croissant_records(folder / "croissant.json")
    assert loaded
    assert all(loaded.values())
    assert data_package_errors(folder, "datapackage.json") == []
    assert data_package_errors(folder, "datapackage.sqlite.json") == []
    assert csvw_complaints(folder / "csv-metadata.json") == []
