"""Webhooks out, told to a real server of the tests."""
