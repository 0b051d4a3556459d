"""One function an address, for what is written outside a request too: announced partials link by these."""

from urllib.parse import urlencode


def shop_front() -> str:
    return "/"


def product(product_id: int) -> str:
    return f"/products/{product_id}"


def profile() -> str:
    return "/profile"


def orders(chip: str = "") -> str:
    return f"/orders?state={chip}" if chip else "/orders"


def order_list(chip: str = "") -> str:
    """The list itself: Android opens it with "Orders", elsewhere "Your orders" is the list."""
    return f"/orders/list?state={chip}" if chip else "/orders/list"


def order(number: str) -> str:
    return f"/orders/{number}"


def seller(shop_id: int, order_number: str = "") -> str:
    return f"/shops/{shop_id}?order={order_number}" if order_number else f"/shops/{shop_id}"


def message_shop(shop_id: int) -> str:
    """Opens the conversation with a shop (form field `order`: the order's number, or none)."""
    return f"/shops/{shop_id}/conversation"


def returns() -> str:
    return "/returns"


def addresses() -> str:
    return "/addresses"


def protection() -> str:
    return "/protection"


def more_products(sought: str, before: int) -> str:
    """The next page of the shop's products."""
    return f"/?{urlencode({'q': sought, 'before': before})}"


def inbox() -> str:
    return "/inbox"


def help_page(order_number: str = "") -> str:
    return f"/help?order={order_number}" if order_number else "/help"


def help_search(sought: str = "", order_number: str = "") -> str:
    return _asking("/help/search", q=sought, order=order_number)


def help_questions(order_number: str = "") -> str:
    """All questions by topic, behind "Get Help"."""
    return _asking("/help/questions", order=order_number)


def help_question(slug: str, order_number: str = "") -> str:
    return _asking(f"/help/questions/{slug}", order=order_number)


def help_vote(slug: str) -> str:
    """ "Did this help?" (form fields `helped`: yes or no, `order`: the order's number, or none)."""
    return f"/help/questions/{slug}/vote"


def operator_questions() -> str:
    return "/operators/questions"


def operator_question(question_id: int) -> str:
    return f"/operators/questions/{question_id}"


def operator_question_preview(question_id: int) -> str:
    return f"/operators/questions/{question_id}/preview"


def operator_question_restorations(question_id: int) -> str:
    """Makes an earlier version the one that holds (form field `version`)."""
    return f"/operators/questions/{question_id}/restorations"


def conversation(conversation_id: int) -> str:
    return f"/conversations/{conversation_id}"


def seller_inbox(show: str = "", sought: str = "", after: str = "") -> str:
    """A seller's conversations: all, or those `show` names, among which somebody or a number is sought."""
    return _asking("/sellers/inbox", show=show, q=sought, after=after)


def seller_conversation(
    conversation_id: int, show: str = "", sought: str = "", after: str = "", reply: int = 0
) -> str:
    """A conversation beside the list it was found in; `reply`: the saved reply that waits in the composer."""
    path = f"/sellers/conversations/{conversation_id}"
    return _asking(path, show=show, q=sought, after=after, reply=reply)


def seller_conversation_order(conversation_id: int) -> str:
    """The order's column beside a conversation."""
    return f"/sellers/conversations/{conversation_id}/order"


def seller_conversation_clock(conversation_id: int) -> str:
    """Until when the buyer is to be answered."""
    return f"/sellers/conversations/{conversation_id}/clock"


def _asking(path: str, **asked: str | int) -> str:
    """The address with what is asked of it; what is empty is left out."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def sign_in() -> str:
    return "/sign-in"


def seller_replies() -> str:
    return "/sellers/replies"


def seller_new_reply() -> str:
    return "/sellers/replies/new"


def seller_reply(reply_id: int) -> str:
    return f"/sellers/replies/{reply_id}"


def seller_reply_removal(reply_id: int) -> str:
    return f"/sellers/replies/{reply_id}/removal"


def seller_reply_restorations() -> str:
    """Takes a removal back (form field `entry`: its line in the log)."""
    return "/sellers/replies/restorations"


def seller_faqs() -> str:
    return "/sellers/faqs"


def seller_new_faq() -> str:
    return "/sellers/faqs/new"


def seller_faq(faq_id: int) -> str:
    return f"/sellers/faqs/{faq_id}"


def seller_faq_removal(faq_id: int) -> str:
    return f"/sellers/faqs/{faq_id}/removal"


def seller_faq_restorations() -> str:
    return "/sellers/faqs/restorations"


def seller_faq_preview() -> str:
    """An answer that is being written, filled with the facts of a real order."""
    return "/sellers/faqs/preview"


def seller_hours() -> str:
    return "/sellers/hours"


def seller_absence(shop_id: int) -> str:
    """Whether a shop is away, and what it says by itself meanwhile."""
    return f"/sellers/shops/{shop_id}/absence"


def seller_holiday(shop_id: int) -> str:
    return f"/sellers/shops/{shop_id}/holiday"


def seller_holiday_end(shop_id: int) -> str:
    return f"/sellers/shops/{shop_id}/holiday/end"


def agent_home() -> str:
    return "/agents/"


def operator_home() -> str:
    return "/operators/"


def demo_sign_in() -> str:
    return "/sign-in/demo"


def sign_out() -> str:
    return "/sign-out"


def home() -> str:
    """Leads to the first page of whoever is signed in."""
    return "/home"
