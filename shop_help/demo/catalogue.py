"""All that the demo's shops sell, by the name of its picture."""

from shop_help.demo import kicks_goods, luma_goods
from shop_help.demo.goods import DemoProduct

PRODUCTS: dict[str, DemoProduct] = {product.slug: product for product in (*luma_goods.GOODS, *kicks_goods.GOODS)}
