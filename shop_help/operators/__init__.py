"""The doors of operators."""
