"""Questions that were not answered well: pages of the console."""
