"""Everything the house says."""
