"""Compresses the text of answers, inside the memory that keeps them."""

from collections.abc import Callable

from publish.serving.compression import compressing
from publish.serving.hooks import hookimpl
from publish.serving.snapshot import App


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Plain, so inside of the cache, whose key names the encoding."""
    return compressing
