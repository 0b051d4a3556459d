"""Saved replies and macros of customer service: what agents insert with "/" and send after a look."""

from shop_help import urls
from shop_help.agents import door
from shop_help.reply_pages import Addresses, ReplyPages

ReplyPages(
    Addresses(
        urls.agent_replies,
        urls.agent_new_reply,
        urls.agent_reply,
        urls.agent_reply_removal,
        urls.agent_reply_restorations,
    )
).hang_on(door)
