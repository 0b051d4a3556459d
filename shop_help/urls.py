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


def conversation(conversation_id: int) -> str:
    return f"/conversations/{conversation_id}"


def seller_inbox() -> str:
    return "/sellers/inbox"


def seller_conversation(conversation_id: int) -> str:
    return f"/sellers/conversations/{conversation_id}"


def sign_in() -> str:
    return "/sign-in"


def seller_replies() -> str:
    return "/sellers/replies"


def seller_faqs() -> str:
    return "/sellers/faqs"


def seller_hours() -> str:
    return "/sellers/hours"


def agent_home() -> str:
    return "/agents/"


def operator_home() -> str:
    return "/operators/"


def sign_out() -> str:
    return "/sign-out"


def home() -> str:
    """Leads to the first page of whoever is signed in."""
    return "/home"
