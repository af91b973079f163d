"""The kinds of services that partners have, each harvested in its own way."""

from publish.bakehouse.partners.harvested import Harvester
from publish.bakehouse.partners.harvesters import gogocarto, jsonld, wordpress

HARVESTERS: dict[str, Harvester] = {
    "gogocarto": gogocarto.harvest,
    "jsonld": jsonld.harvest,
    "wordpress": wordpress.harvest,
}
