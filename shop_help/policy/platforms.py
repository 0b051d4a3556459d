"""One table by platform: how the app's navigation stands on each (PRODUCT 1, "Platforms")."""

from dataclasses import dataclass

from shop_help.policy.wording import N_


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
