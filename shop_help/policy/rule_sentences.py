"""The rules in sentences, for people who set them; the numbers in them are those of a version."""

from shop_help.policy.wording import N_

#: (what it is about, its sentences); a place such as %(return_days)s is one of policy.numbers.
RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Always"),
        (
            N_("Messaging the seller and contacting customer service are never refused."),
            N_("An order is judged by the version that was in force when it was paid; unpaid, when it was made."),
            N_(
                "A day counts whole, in the time zone of the market. Day 0 is the local date on which something "
                "began; the clock closes with the midnight behind its last day. Hours are counted in UTC."
            ),
            N_(
                "Clocks run package by package. A day of delivery that is estimated or missing refuses nobody: it "
                "goes to an agent."
            ),
            N_(
                "A form that was opened before a deadline is taken up to %(sent_late_minutes)s minutes after it, and "
                "logged."
            ),
            N_("An item has one open request at a time."),
            N_("Where the shop is suspended, customer service takes its place; cancelling at once goes on."),
        ),
    ),
    (
        N_("Cancelling"),
        (
            N_("What isn't paid is cancelled at once."),
            N_("For %(free_cancel_hours)s h after paying it is cancelled at once, unless it has left."),
            N_("What is late and hasn't left is cancelled at once."),
            N_(
                "Else the seller is asked and has %(cancel_answer_hours)s h; then the system approves it, if it is "
                "still here. Shipping it before that settles it the other way."
            ),
            N_("Of an order that left in part, the rest can be cancelled."),
        ),
    ),
    (
        N_("Another address, variant or quantity"),
        (
            N_(
                "The seller can be asked until it is packed for the carrier. They have %(change_answer_hours)s h, or "
                "until it leaves. Unanswered it lapses: the system never approves a change."
            ),
        ),
    ),
    (
        N_("Refund, return, exchange"),
        (
            N_("They can be asked for from the day of delivery to the end of day %(return_days)s."),
            N_("What is late and never arrived can be refunded, with no last day."),
            N_(
                "A change of mind is for a return or an exchange, and not for final sale and non-returnable items. A "
                "fault is for every class, and for a refund too."
            ),
            N_(
                "The seller has %(return_answer_hours)s h for a return or a refund and %(exchange_answer_hours)s h "
                "for an exchange; then the system approves it."
            ),
            N_(
                "An offer of a part is open for %(offer_answer_hours)s h. If it lapses, the seller has "
                "%(offer_lapsed_hours)s h again."
            ),
            N_(
                "What may go back is shipped by the end of day %(ship_back_days)s from the approval, or it is closed."
            ),
            N_(
                "The seller inspects it by the end of business day %(inspect_days)s, and of %(inspect_dear_days)s "
                "where the items are worth over %(dear_amount)s; then the system approves the refund."
            ),
            N_(
                "What was sent back counts as arrived after day %(return_arrival_days)s, if the seller doesn't say "
                "so. What was exchanged is replaced by the end of business day %(replacement_days)s, or refunded."
            ),
            N_("Where the seller says no, an item can be asked about %(most_requests)s times in all."),
        ),
    ),
    (
        N_("Disputes"),
        (
            N_(
                "A rejection can be disputed to the end of day %(dispute_days)s; an item has %(most_disputes)s "
                "closed disputes at most."
            ),
        ),
    ),
    (
        N_("Buyer Protection"),
        (
            N_(
                "It covers what is damaged, defective, wrong, missing, not as described or never arrived, to the end "
                "of day %(protection_days)s from delivery; not a change of mind."
            ),
            N_(
                "To the end of day %(return_days)s it opens once the seller said no, let the time pass or didn't "
                "answer; after that at once."
            ),
            N_("Items that were pre-owned, collectible or final sale when they were bought are left out."),
            N_("The seller has %(protection_answer_hours)s h to answer a case."),
            N_(
                "Then customer service decides by the end of business day %(protection_decide_days)s; what is asked "
                "of a side meanwhile stops that clock."
            ),
            N_("What was decided or settled can't be claimed again."),
            N_("A decision can be appealed once a side, to the end of day %(appeal_days)s."),
        ),
    ),
)
