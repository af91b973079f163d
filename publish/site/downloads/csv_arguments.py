"""What only a CSV reads of an address: its header, its mark, all that Excel wants."""

from publish.site.base.refusals import BadRequest
from publish.site.base.site import Request
from publish.site.downloads.writers import CsvForm
from publish.site.http.arguments import NO, YES
from publish.site.text.languages import language

HEADER, MARK, EXCEL = "_header", "_bom", "_excel"


def check_csv_arguments(request: Request, ending: str) -> None:
    """Raises BadRequest where they do not fit, or stand at a file that is no CSV."""
    for name in (HEADER, MARK, EXCEL):
        if ending != "csv" and name in request.args:
            raise BadRequest(f"{name}: only a CSV has one; leave it out")
    for name in (MARK, EXCEL):
        if (said := request.args.get(name, "")) and said.lower() not in (*YES, *NO):
            raise BadRequest(f"{name}: {said!r} is neither 1 nor 0")


def csv_form(request: Request, header: tuple[str, ...]) -> CsvForm:
    """The CSV that is asked for; `header` is empty where the answer's own words stand."""
    shown = None if request.args.get(HEADER) == "off" else header
    return CsvForm(shown, _is_on(request, MARK), language() if _is_on(request, EXCEL) else None)


def _is_on(request: Request, name: str) -> bool:
    return (request.args.get(name) or NO[0]).lower() in YES
