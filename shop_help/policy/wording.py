"""The words of the rules. They are marked here and translated where they are shown."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a sentence for the translators and gives it back unchanged."""
    return message


ORDER_STATES = {
    "UNPAID": N_("Unpaid"),
    "ON_HOLD": N_("On hold"),
    "AWAITING_SHIPMENT": N_("To ship"),
    "PARTIALLY_SHIPPING": N_("Partly shipped"),
    "AWAITING_COLLECTION": N_("Ready for the carrier"),
    "IN_TRANSIT": N_("In transit"),
    "DELIVERED": N_("Delivered"),
    "COMPLETED": N_("Completed"),
    "CANCELLED": N_("Cancelled"),
}

ITEM_CLASSES = {
    "standard": N_("Standard"),
    "pre_owned": N_("Pre-owned"),
    "collectible": N_("Collectible"),
    "final_sale": N_("Final sale"),
    "non_returnable": N_("Non-returnable"),
}

STATIONS = {
    "ordered": N_("Ordered"),
    "shipped": N_("Shipped"),
    "in_transit": N_("On its way"),
    "delivered": N_("Delivered"),
}

PAYMENT_PARTS = {
    "items": N_("Items"),
    "seller_discount": N_("Shop discount"),
    "platform_discount": N_("Marketplace discount"),
    "shipping": N_("Shipping"),
    "tax": N_("Tax"),
    "fee": N_("Fees"),
    "total": N_("Total"),
}

#: Who speaks, by data-author.
VOICES = {
    "buyer": N_("Buyer"),
    "shop": N_("Seller"),
    "customer_service": N_("Customer service"),
    "system": N_("Shop Help"),
    "robot": N_("Automatic answer"),
}

#: What a person reads when something they sent is refused (CHAT, "code").
REFUSALS = {
    "forbidden": N_("This conversation isn't open to you."),
    "closed": N_("This conversation is closed."),
    "stale": N_("Something happened here while you wrote. Read it, then send your words or change them."),
    "too_long": N_("A message has at most 4,000 characters. Shorten it and send it again."),
    "bad_request": N_("Write something first."),
    "client_id_reused": N_("This message was already sent with other words. Send it again."),
    "rate_limited": N_("That was a lot at once. Wait a minute and send it again."),
    "signed_out": N_("You are signed out. Sign in and send it again: your words are kept."),
    "busy": N_("It is very busy just now. Your message is kept: send it again."),
    "unavailable": N_("We can't save messages just now. Your message is kept: send it again."),
    "draining": N_("We are restarting. Your message is kept: send it again."),
}

REFUND_STATES = {
    "pending": N_("On its way"),
    "done": N_("Given back"),
    "failed": N_("Failed"),
}

#: What a part of a refund is for, beside the items.
REFUND_PARTS = {"item": N_("Items"), "shipping": N_("Shipping"), "fee": N_("Fees")}

#: Why the payment system gave nothing back, for operators.
REFUND_FAILURES = {
    "no_answer": N_("The payment system did not take it for three days"),
    "told": N_("The payment system said that it failed"),
}

#: How a refund stands, for both sides, with its %(amount)s and %(day)s.
REFUND_SENTENCES = {
    "pending": N_("%(amount)s is on its way back to the buyer."),
    "taken": N_("The payment system has it: %(amount)s is on its way back to the buyer."),
    "done": N_("%(amount)s was given back on %(day)s."),
    "failed": N_("The payment system could not give %(amount)s back. It is owed still, and we are on it."),
}
UNCONFIRMED = N_("The payment system has it for more than a day and did not say that it is done")
DEMO_REFUND = N_("Demo payment: no money moves")
