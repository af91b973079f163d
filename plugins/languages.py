"""Lets templates speak the language of the request, and write its numbers and dates."""

from jinja2 import Environment

from publish.serving.frame import FILTERS
from publish.serving.hooks import hookimpl
from publish.serving.languages import gettext, ngettext


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """`_()`, `ngettext()` and `{% trans %}`: one environment for all languages."""
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(FILTERS)
