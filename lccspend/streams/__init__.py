"""Many rows, which are not held in memory: written and read as Parquet, compared by hashes, picked by their numbers."""
