"""The floors: the smallest programs of the same parts that do something alike."""
