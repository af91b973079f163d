"""data.gouv.fr and every other udata portal: plan, compare, send."""
