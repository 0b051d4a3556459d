"""The doors of buyers: one file a page of the navigation."""
