"""The doors of live agents."""
