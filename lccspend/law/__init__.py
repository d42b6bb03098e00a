"""A day in, the law of that day out: thresholds and procurement regimes from one dated table."""
