"""Webhooks out, as HTTP: who is called, how it is signed, and what came of it. It knows nothing of what happened."""
