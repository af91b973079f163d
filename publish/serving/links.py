"""Addresses inside the site that keep the language which the visitor asked for."""

from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request

from publish.serving.languages import PARAMETER, shown

Pairs = list[tuple[str, str]]


def link(path: str) -> str:
    """A path of this site, in the visitor's language where the address asked for one."""
    return with_argument(path, PARAMETER, shown().language) if shown().asked else path


def with_argument(path: str, name: str, value: str) -> str:
    """A path with one more argument in its query, before its fragment."""
    path, mark, fragment = path.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{urlencode([(name, value)])}{mark}{fragment}"


def pairs(request: Request) -> Pairs:
    """The arguments of a request, in order."""
    return parse_qsl(request.query_string, keep_blank_values=True)


def changed(request: Request, **values: str | None) -> str:
    """The request's own address with other values of some arguments; None takes one away."""
    kept = [(key, value) for key, value in pairs(request) if key not in values]
    return address(request.path, kept + [(k, v) for k, v in values.items() if v is not None])


def address(path: str, arguments: Pairs) -> str:
    """A path and its query."""
    return f"{path}?{urlencode(arguments)}" if arguments else path
