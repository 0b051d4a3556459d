"""Sellers' tools, driven by a client of the Partner API that we didn't write."""
