"""The addresses of what people are told of, and of the app that is installed."""

from shop_help.urls.query import asking as _asking


def notifications(behind: int = 0) -> str:
    """All that somebody was told of; behind the one of that id."""
    return _asking("/notifications", behind=behind)


def notification(notification_id: int) -> str:
    """Opens one: marks it as read and leads to what it is about."""
    return f"/notifications/{notification_id}"


def count_notifications() -> str:
    """The number on the bell."""
    return "/notifications/unread"


def notifications_read() -> str:
    """Marks them as read: all, or one (form field `notification`)."""
    return "/notifications/read"


def notification_choices() -> str:
    """What somebody is told of by which channel, and when not."""
    return "/notifications/choices"


def notification_test() -> str:
    """Sends a test (form field `channel`)."""
    return "/notifications/test"


def push_browsers() -> str:
    """Where a browser says that it takes pushes (form fields `endpoint`, `p256dh`, `auth`)."""
    return "/notifications/browsers"


def push_browser_removal() -> str:
    """Where it says that it takes none any more (form field `browser`, or `endpoint`)."""
    return "/notifications/browsers/removal"


def no_more_mails(token: str) -> str:
    """Ends somebody's mails without a sign-in; a POST does it (RFC 8058)."""
    return f"/notifications/mails/{token}/end"


def demo_mails() -> str:
    """The demo's mails, which never left."""
    return "/notifications/mails"


def manifest(version: str = "") -> str:
    return _asking("/manifest.webmanifest", v=version)


def app_icon(size: int, version: str = "") -> str:
    """`version`: of the brand, so that a browser that kept it asks anew once it has changed."""
    return _asking(f"/icons/{size}.png", v=version)


def brand_style(version: str) -> str:
    """The accent, where an operator chose one."""
    return f"/brand/{version}.css"


def brand_logo(version: str) -> str:
    return f"/brand/{version}.png"


def operator_notifications(state: str = "", channel: str = "", person: str = "", behind: int = 0) -> str:
    """The log of mails and pushes: of a state, a channel, a person; behind the one of that id."""
    return _asking("/operators/notifications", state=state, channel=channel, person=person, behind=behind)
