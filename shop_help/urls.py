"""One function an address, for what is written outside a request too: announced partials link by these."""


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
