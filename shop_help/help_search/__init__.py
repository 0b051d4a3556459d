"""The search of Help: finds a question by a buyer's own words, misspelt ones too. Rules and rapidfuzz, no model."""

from shop_help.help_search.index import Entry, Found, Index

__all__ = ["Entry", "Found", "Index"]
