"""The rulebook: pure functions, facts in, answers out. Imports the standard library alone."""
