"""The order feed: reads the JSON of the Order API into plain facts, whatever it was kept in. Knows no database."""
