"""The doors of sellers: their inbox and what belongs to it."""

from shop_help.doors import make_door

door = make_door("sellers", "seller", "/sellers")
