"""All exports of the four demo datasets, as of a week."""

from pathlib import Path

from data.generator import diaries, network, place_rows, survey, traffic


def write_exports(folder: Path, week: int = 0) -> list[Path]:
    """Write `<dataset>/exports/*` under `folder` and return the paths.

    Week 0 is what is committed; each later week adds, edits and removes some of the places, and
    adds people and answers.
    """
    return [
        *place_rows.write(folder / "lieux-partages" / "exports", week),
        *survey.write(folder / "enquete-habitants" / "exports", week),
        *diaries.write(folder / "enquete-habitants" / "exports", week),
        *network.write(folder / "reseau-transition" / "exports", week),
        *traffic.write(folder / "frequentation" / "exports"),
    ]
