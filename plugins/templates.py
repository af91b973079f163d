"""What templates know: the words of the language, the site's own folder, what pages show."""

from typing import Any

from jinja2 import Environment

from publish.describe.schema_org import schema_org
from publish.site.app import stock
from publish.site.app.datasette_site import Site
from publish.site.app.hooks import hookimpl
from publish.site.frame.environment import furnish
from publish.site.frame.frame import feeds, frame
from publish.site.frame.links import site_address
from publish.site.http import coverage
from publish.site.pages import sql
from publish.site.pages.sharing import share_picture


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Site) -> None:
    """As all templates of ours are furnished; the desk's are already."""
    if not datasette.is_desk:
        furnish(env, datasette.own("templates"))


@hookimpl
def extra_template_vars(
    datasette: Site, request: Any, template: str, database: str | None, view_name: str
) -> dict[str, Any]:
    """What base.html needs, on Datasette's own pages too, and what those need besides."""
    licenses = coverage.of_scope(request.scope if request else {})
    return {
        **frame(datasette, request),
        "licenses": licenses,
        "license_urls": coverage.urls(licenses),
        "feeds": feeds(datasette, database),
        "share_picture": share_picture(datasette, request, database),
        "schema_org": _schema_org(datasette, request, database),
        **({"url_csv": stock.csv_address(datasette, request)} if view_name == "table" else {}),
        **(sql.facts(datasette, database) if template == "query.html" and database else {}),
    }


def _schema_org(site: Site, request: Any, database: str | None) -> dict[str, Any] | None:
    """The JSON-LD of the dataset that a page is about."""
    release = site.release(database) if database else None
    if release is None or request is None:
        return None
    home, name = site_address(site, request), release.dataset
    return schema_org(release.package, f"{home}/{name}", f"{home}/download/{name}/")
