"""The doors of sellers: their inbox and what belongs to it."""
