"""The door of sellers' tools: the TikTok Shop Partner API's shape, so that they run here by another base URL."""

# ruff: noqa: E402 - the pages hang themselves on the door
from flask import Blueprint

door = Blueprint("partner_api", __name__)

import shop_help.partner_api.answering
import shop_help.partner_api.page  # noqa: F401

__all__ = ["door"]
