"""One table by platform: how the app's navigation stands on each (PRODUCT 1, "Platforms")."""

from dataclasses import dataclass

from shop_help.policy.wording import N_

#: Where the platform has them: the button to the list of orders, and the red one on Help.
ORDERS, GET_HELP = N_("Orders"), N_("Get Help")


@dataclass(frozen=True)
class Platform:
    """What differs between platforms."""

    name: str
    #: The list of orders opens by "Orders" at the top left, instead of being there at once.
    has_orders_button: bool
    #: Help shows the red "Get Help"; without it, questions and contact stand on the Help page.
    has_get_help: bool
    chat_label: str
    message_label: str

    @property
    def labels(self) -> dict[str, str]:
        """The words on it that an operator may change, by what they are for."""
        orders = {"orders": ORDERS} if self.has_orders_button else {}
        get_help = {"get_help": GET_HELP} if self.has_get_help else {}
        return orders | get_help | {"chat": self.chat_label, "message": self.message_label}


#: What each of a platform's labels is for, as an operator reads it.
LABELS = {
    "orders": N_("The button that opens the list of orders"),
    "get_help": N_("The red button on Help"),
    "chat": N_("The way to a live agent"),
    "message": N_("The way to write a message"),
}
#: What each platform is called.
NAMES = {"ios": "iOS", "android": "Android", "web": N_("Web")}

PLATFORMS = {
    "ios": Platform("ios", False, True, N_("Chat with Live Agent"), N_("Send message")),
    "android": Platform("android", True, True, N_("Chat with Live Agent"), N_("Send message")),
    "web": Platform("web", False, False, N_("Live Chat"), N_("Submit a Ticket")),
}


def platform_of(chosen: str | None, user_agent: str) -> Platform:
    """The platform a person chose, else the one their browser names. An iPad counts as iOS."""
    if chosen in PLATFORMS:
        return PLATFORMS[chosen]
    if "Android" in user_agent:
        return PLATFORMS["android"]
    if any(device in user_agent for device in ("iPhone", "iPad", "iPod")):
        return PLATFORMS["ios"]
    return PLATFORMS["web"]
