"""The last good rows of a partner are read once in a run, however often they are asked for."""

from pathlib import Path

from publish.bakehouse.partners.copies import harvest
from publish.bakehouse.partners.looked_at import memory_of
from tests.partners import make_partners
from tests.sites import DAY, publish_one
from tests.tables import bench


def test_rows_are_read_once_and_again_where_they_are_others(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    assert publish_one(site).status == "published"
    partner, table = site.partners("lieux")["nord"], site.dataset("lieux").tables["places"]
    harvested = harvest(site, "lieux", "nord", partner, DAY, publishing=False)
    with bench(tmp_path / "bench") as place:
        memory = memory_of(site, "lieux", harvested, table)
        first, again = memory.rows(place), memory_of(site, "lieux", harvested, table).rows(place)
        assert first.get_name() == again.get_name()
        [(only,)] = place.sql("SELECT table_name FROM duckdb_tables()")
        assert first.get_name().endswith(only)
        path = site.private / "lieux" / "partners" / "nord" / "rows.parquet"
        place.sql(f"COPY (SELECT 'nord/9' AS id, 'Neuf' AS name) TO '{path}.new' (FORMAT parquet)")
        Path(f"{path}.new").replace(path)
        assert place.sql(f"SELECT id, name, town FROM {memory.rows(place).get_name()}") == [
            ("nord/9", "Neuf", None)
        ]
