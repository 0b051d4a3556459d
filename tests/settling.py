"""A page whose scripts are at work."""

from playwright.sync_api import Page


def settled(page: Page) -> Page:
    """The page, once its scripts have come: a key that is pressed before is nobody's. Of who clicked a link, ask for
    something of the new page first: the old one has long settled."""
    page.wait_for_load_state("networkidle")
    return page
