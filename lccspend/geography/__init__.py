"""A postcode's text in, a place, a local authority and a locality out: from shipped tables, never over a network."""
