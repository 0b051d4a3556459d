"""The clockwork: what happens because time passed. Decides nothing, calls actions."""
