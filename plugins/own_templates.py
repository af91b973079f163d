"""Lets a site's own `templates/` folder override the ones that ship with the package."""

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from publish.serving.datasette_site import Site
from publish.serving.hooks import hookimpl


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Site) -> None:
    """Puts the site's folder first."""
    own = datasette.own("templates")
    if own is not None and env.loader is not None:
        env.loader = ChoiceLoader([FileSystemLoader(own), env.loader])
