"""Saved replies of customer service, as the agents have them; and in which order they find them."""

from shop_help import urls
from shop_help.operators import door
from shop_help.reply_pages import Addresses, ReplyPages

ReplyPages(
    Addresses(
        urls.operator_replies,
        urls.operator_new_reply,
        urls.operator_reply,
        urls.operator_reply_removal,
        urls.operator_reply_restorations,
        urls.operator_reply_place,
    )
).hang_on(door)
