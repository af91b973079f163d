"""What templates know: the words of the language, numbers and dates, the site's own folder."""

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from publish.site.frame.frame import FILTERS
from publish.site.text.languages import gettext, ngettext


def furnish(env: Environment, own: Path | None) -> None:
    """`_()`, `ngettext()`, `{% trans %}`, numbers and dates; the site's `own` templates first."""
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(FILTERS)
    if own is not None and env.loader is not None:
        env.loader = ChoiceLoader([FileSystemLoader(own), env.loader])
