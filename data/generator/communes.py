"""Real communes: facts from INSEE's official geographic code and La Poste's postal codes."""

import csv
from dataclasses import dataclass
from pathlib import Path

from data.generator.draws import Draws


@dataclass(frozen=True)
class Commune:
    """A commune and where its centre lies, in WGS 84 degrees."""

    insee: str
    name: str
    postcode: str
    department_code: str
    department: str
    region: str
    lat: float
    lon: float
    population: int


def _read() -> tuple[Commune, ...]:
    with (Path(__file__).parent / "communes.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_commune(*row) for row in list(csv.reader(file))[1:])


def _commune(*row: str) -> Commune:
    insee, name, postcode, code, department, region, lat, lon, population = row
    place = (insee, name, postcode, code, department, region)
    return Commune(*place, float(lat), float(lon), int(population))


COMMUNES = _read()


def commune(draws: Draws, departments: tuple[str, ...] = ()) -> Commune:
    """A commune, of these departments if any; large ones are likelier, less than their size."""
    return draws.weighted(
        {
            place: place.population**0.45
            for place in COMMUNES
            if not departments or place.department_code in departments
        }
    )
