"""Who lives in the demo: its people and its two shops."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class CastMember:
    """Somebody one can be with a tap on the sign-in page."""

    name: str
    role: str
    market: str = "US"
    born: date | None = None
    #: Years of age at the first seed, where the demo needs somebody to be too young.
    years: int | None = None

    @property
    def cast_name(self) -> str:
        return self.name.lower()

    @property
    def external_id(self) -> str:
        return f"demo-{self.cast_name}"

    @property
    def email(self) -> str:
        return f"{self.cast_name}@example.com"


PEOPLE = (
    CastMember("Ana", "buyer", born=date(1994, 5, 17)),
    CastMember("Bruno", "buyer", market="UK", born=date(1988, 11, 2)),
    CastMember("Kit", "buyer", years=17),
    CastMember("Sol", "seller"),
    CastMember("Mara", "seller", market="UK"),
    CastMember("Gus", "agent"),
    CastMember("Iris", "agent", market="UK"),
    CastMember("Noor", "operator"),
)


@dataclass(frozen=True)
class DemoShop:
    """A shop of the demo and who answers for it."""

    external_id: str
    name: str
    about: str
    market: str
    seller: str
    away_note: str
    #: Where returns go, as an address is kept.
    return_address: dict[str, Any]


LUMA = DemoShop(
    "demo-luma-home",
    "Luma Home",
    "Lamps, textiles and small things that make a room feel lived in. Packed by hand in Portland, Oregon.",
    "US",
    "sol",
    "We are at the workshop today and answer in the evening. Your message is in good hands.",
    {
        "name": "Luma Home, returns",
        "phone": "",
        "lines": ["2200 Workshop Lane", "Dock 4"],
        "postal_code": "97214",
        "city": "Portland",
        "region": "OR",
        "country": "United States",
    },
)
KICKS = DemoShop(
    "demo-kicks-and-co",
    "Kicks & Co",
    "Sneakers, trail gear and the odd collectible, from two friends in Leeds.",
    "UK",
    "mara",
    "We are out running and read everything when we are back.",
    {
        "name": "Kicks & Co, returns",
        "phone": "",
        "lines": ["Unit 7, Canal Mills"],
        "postal_code": "LS12 2QF",
        "city": "Leeds",
        "region": "",
        "country": "United Kingdom",
    },
)
SHOPS = {shop.external_id: shop for shop in (LUMA, KICKS)}
