"""The addresses of buyers."""

from shop_help.urls.query import asking as _asking


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


def order_possible(number: str) -> str:
    """All that can be done with an order now or can't, and why."""
    return f"/orders/{number}/possible"


def cancellation(number: str) -> str:
    """ "Request a cancellation"."""
    return f"/orders/{number}/cancellation"


def change(kind: str, number: str) -> str:
    """The form of a kind of policy.changes."""
    return f"/orders/{number}/{kind.replace('_', '-')}"


def refund_or_return(number: str, want: str = "") -> str:
    """ "Request a refund, return, or exchange"; `want`: refund, return or exchange, where one is meant already."""
    return _asking(f"/orders/{number}/refund-or-return", want=want)


def request(request_id: int) -> str:
    """What was asked of the seller, and how it stands."""
    return f"/orders/requests/{request_id}"


def request_at(request_id: int, place: str) -> str:
    """A part of it, or an act on it: panel, acceptance, refusal, withdrawal, return-parcel, dispute."""
    return f"/orders/requests/{request_id}/{place}"


def seller(shop_id: int, order_number: str = "") -> str:
    return f"/shops/{shop_id}?order={order_number}" if order_number else f"/shops/{shop_id}"


def message_shop(shop_id: int) -> str:
    """Opens the conversation with a shop (form field `order`: the order's number, or none)."""
    return f"/shops/{shop_id}/conversation"


def returns(show: str = "", before: str = "") -> str:
    """What the buyer asked of sellers: all, or what `show` names (open or ended)."""
    return _asking("/returns", show=show, before=before)


def sign_ins() -> str:
    """Where a buyer is signed in."""
    return "/sign-ins"


def sign_in_removal(name: str) -> str:
    """Signs a buyer out of another browser."""
    return f"/sign-ins/{name}/removal"


def addresses() -> str:
    return "/addresses"


def more_products(sought: str, before: int) -> str:
    """The next page of the shop's products."""
    return _asking("/", q=sought, before=before)


def inbox(before: str = "") -> str:
    return _asking("/inbox", before=before)


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


def conversation(conversation_id: int) -> str:
    return f"/conversations/{conversation_id}"


def contact(order_number: str = "", question: str = "") -> str:
    """ "Contact us": a live agent or a message, with what to expect. `question`: a question's slug."""
    return _asking("/help/contact", order=order_number, question=question)


def contact_chat(order_number: str = "", question: str = "") -> str:
    """Begins a live chat (form fields `body`, `client_id`)."""
    return _asking("/help/contact/chat", order=order_number, question=question)


def contact_message(order_number: str = "", question: str = "") -> str:
    """The form of a message; sent there too (form fields as above, `earlier`: the closed case it goes on with).

    What it is about stands in the address, so that a page that came back from sending still knows it.
    """
    return _asking("/help/contact/message", order=order_number, question=question)


def cases() -> str:
    return "/cases"


def more_cases(before: str) -> str:
    return _asking("/cases", before=before)


def case_panel(case_id: int) -> str:
    """How a case stands, over its conversation."""
    return f"/cases/{case_id}/panel"


def case_message_mode(case_id: int) -> str:
    """A chat goes on as a message."""
    return f"/cases/{case_id}/message-mode"


def case_rating(case_id: int) -> str:
    """How satisfied one is (form fields `score`: 1 to 5, `comment`)."""
    return f"/cases/{case_id}/rating"


def open_chat() -> str:
    """The live chat that one waits for or is in, as a line over every other page."""
    return "/cases/chat"
