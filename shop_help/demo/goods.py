"""What a thing for sale in the demo is. Pictures are the project's own drawings."""

from dataclasses import dataclass

from shop_help.demo.cast import DemoShop


@dataclass(frozen=True)
class DemoProduct:
    """A product with its price for buyers in the US and in the UK, in cents and in pence."""

    slug: str
    shop: DemoShop
    name: str
    variant: str
    usd: int
    gbp: int
    description: str
    item_class: str = "standard"

    @property
    def picture(self) -> str:
        return f"art:{self.slug}"

    def price(self, currency: str) -> int:
        return self.gbp if currency == "GBP" else self.usd
