"""Charts of a million rows: `python -m bench.charts`.

CPU of this process in milliseconds, the site opened anew for each chart: the drawing as SVG with
its figures counted (`first`), with figures that are known (`again`, another title), and as PNG of
the same drawing (`PNG`), which the site makes in a process of its own.
"""

import asyncio
from time import process_time
from typing import Any

from bench.first_view import SITE, TABLE, prepared
from publish.declare.site import SiteFolder
from publish.forms.picture import fonts, png
from publish.site.app.serve import open_site
from publish.site.charts.svg import picture_width

KINDS = {
    "bars": "_chart=bars&_column=kind",
    "bars, mean": "_chart=bars&_column=kind&_mean=seats",
    "bars, per cent": "_chart=bars&_column=kind&_share=1",
    "bars by two columns": "_chart=bars&_column=kind&_split=accessible",
    "the same, mean": "_chart=bars&_column=kind&_split=accessible&_mean=seats",
    "line": "_chart=line&_column=opened&_by=month",
    "line by two columns": "_chart=line&_column=opened&_by=year&_split=accessible",
    "histogram": "_chart=histogram&_column=seats",
    "bars, median (4 % of the rows)": "_chart=bars&_column=accessible&_median=seats&kind=kind+07",
    "the same by two columns": (
        "_chart=bars&_column=accessible&_split=seats&_median=lat&kind=kind+07"
    ),
    "median, refused": "_chart=bars&_column=kind&_median=seats",
    "median by two columns, refused": ("_chart=bars&_column=kind&_split=accessible&_median=seats"),
}


async def timed(site: Any, query: str) -> tuple[float, Any]:
    """CPU in milliseconds, and the answer."""
    began = process_time()
    answer = await site.client.get(f"{TABLE}/-/chart.svg?{query}")
    return (process_time() - began) * 1000, answer


def drawn(svg: str) -> float:
    """CPU in milliseconds of the picture of a drawing."""
    began = process_time()
    png(svg, picture_width(svg), fonts())
    return (process_time() - began) * 1000


async def measured(query: str) -> tuple[int, float, float, float]:
    """Status, and the CPU of the first drawing, the next one, and the picture."""
    site = open_site(SiteFolder(SITE))
    await site.invoke_startup()
    await site.client.get(f"{TABLE}/P00000001")
    first, answer = await timed(site, query)
    again, told = await timed(site, f"{query}&_title=Again")
    picture = drawn(told.text) if told.status_code == 200 else 0.0
    await site.invoke_shutdown()
    return answer.status_code, first, again, picture


def main() -> None:
    """Prints a line for each chart."""
    prepared()
    print(f"{'chart':<34} {'status':>6} {'first':>8} {'again':>7} {'PNG':>7}")
    asyncio.run(measured("_chart=bars&_column=kind"))
    for name, query in KINDS.items():
        status, *took = asyncio.run(measured(query))
        first, again, picture = took
        print(f"{name:<34} {status:>6} {first:8.0f} {again:7.1f} {picture:7.0f}")


if __name__ == "__main__":
    main()
