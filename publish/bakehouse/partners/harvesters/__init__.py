"""The kinds of services that partners have, each harvested in its own way."""

from publish.bakehouse.partners.harvested import Harvester
from publish.bakehouse.partners.harvesters import gogocarto, jsonld, openfairdb, wordpress

HARVESTERS: dict[str, Harvester] = {
    "gogocarto": gogocarto.harvest,
    "jsonld": jsonld.harvest,
    "openfairdb": openfairdb.harvest,
    "wordpress": wordpress.harvest,
}
