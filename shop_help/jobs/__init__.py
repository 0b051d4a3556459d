"""The clockwork: calls the acts when their time has come."""
