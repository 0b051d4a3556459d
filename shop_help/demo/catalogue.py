"""What the demo's shops sell. Pictures are the project's own drawings."""

from dataclasses import dataclass

from shop_help.demo.cast import KICKS, LUMA, DemoShop


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


_ALL = (
    DemoProduct(
        "lamp",
        LUMA,
        "Halo desk lamp",
        "Brass, warm white",
        6400,
        5200,
        "A soft ring of light on a brass stem. Dims by a touch and remembers how you like it. Bulb included.",
    ),
    DemoProduct(
        "mug",
        LUMA,
        "Morning mug",
        "Speckled cream",
        1800,
        1450,
        "Thrown by hand, so no two are quite alike. Holds a generous 350 ml and survives the dishwasher.",
    ),
    DemoProduct(
        "throw-blanket",
        LUMA,
        "Cloud throw blanket",
        "Oatmeal",
        7200,
        5900,
        "Brushed wool and cotton, heavy enough for a Sunday and light enough for the sofa arm. 130 × 170 cm.",
    ),
    DemoProduct(
        "planter",
        LUMA,
        "Terrazzo planter",
        "Medium, with saucer",
        3200,
        2600,
        "For the fern that deserves better. Drains through the bottom into a saucer that doesn't wander off.",
    ),
    DemoProduct(
        "wall-clock",
        LUMA,
        "Quiet wall clock",
        "Oak, 30 cm",
        4800,
        3900,
        "Sweeps instead of ticking, so a bedroom stays a bedroom. Runs two years on one AA battery.",
    ),
    DemoProduct(
        "cushion",
        LUMA,
        "Linen cushion",
        "Rust, 45 × 45 cm",
        2900,
        2350,
        "Washed linen with a hidden zip and a feather filling that plumps up again with one good punch.",
    ),
    DemoProduct(
        "candle",
        LUMA,
        "Cedar & smoke candle, last batch",
        "220 g",
        1600,
        1300,
        "The end of the winter batch at half price: cedar, a little smoke, forty hours. Final sale.",
        "final_sale",
    ),
    DemoProduct(
        "side-table",
        LUMA,
        "Pebble side table",
        "Walnut",
        11900,
        9700,
        "Just big enough for a lamp, a book and tonight's tea. Three legs, no screws, two minutes to put up.",
    ),
    DemoProduct(
        "notebook",
        LUMA,
        "Everyday notebook",
        "Dotted, A5",
        1400,
        1150,
        "Lies flat from the first page to the last. 160 numbered pages and a ribbon that doesn't fray.",
    ),
    DemoProduct(
        "camera",
        LUMA,
        "35 mm film camera, restored",
        "Black, 50 mm f/1.8",
        14900,
        12200,
        "A 1978 classic with new seals and a cleaned lens. Pre-owned: the leather shows where it has been.",
        "pre_owned",
    ),
    DemoProduct(
        "gift-card",
        LUMA,
        "Luma gift card",
        "By e-mail",
        5000,
        4000,
        "For whoever already has a lamp. Arrives by e-mail within minutes; can't be returned once it is sent.",
        "non_returnable",
    ),
    DemoProduct(
        "sneakers",
        KICKS,
        "Court classic sneakers",
        "White and gum, EU 42",
        8900,
        7400,
        "The one pair that goes with everything you own. Full-grain leather that gets better with every scuff.",
    ),
    DemoProduct(
        "trail-shoes",
        KICKS,
        "Ridgeline trail shoes",
        "Moss, EU 43",
        12500,
        10500,
        "Grip for wet rock and a cushion for the way down. Tested on every hill within an hour of Leeds.",
    ),
    DemoProduct(
        "hoodie",
        KICKS,
        "Heavyweight hoodie",
        "Washed black, M",
        6900,
        5500,
        "480 g of organic cotton that keeps its shape. The hood actually stays up in the wind.",
    ),
    DemoProduct(
        "cap",
        KICKS,
        "Five-panel cap",
        "Forest",
        2800,
        2200,
        "Packs flat, dries fast, and looks all right after a month at the bottom of a bag.",
    ),
    DemoProduct(
        "backpack",
        KICKS,
        "Daytrip backpack, 18 l",
        "Slate",
        7900,
        6500,
        "Laptop in the back, lunch in the middle, rain jacket on top. The zips run with one hand.",
    ),
    DemoProduct(
        "socks",
        KICKS,
        "Merino socks, pair",
        "Oat, EU 39–42",
        1600,
        1250,
        "Warm when it is cold, cool when it is not, and still fresh on day two. We asked around.",
    ),
    DemoProduct(
        "water-bottle",
        KICKS,
        "Trail water bottle",
        "Steel, 750 ml",
        2600,
        2100,
        "Keeps ice for a day and tea for a morning. Fits the side pocket it was made for, and cup holders.",
    ),
    DemoProduct(
        "scarf",
        KICKS,
        "Terrace scarf",
        "Amber and navy",
        2400,
        1900,
        "Double-knit for cold evenings by the touchline. Long enough to share, should it come to that.",
    ),
    DemoProduct(
        "headphones",
        KICKS,
        "Studio headphones, refurbished",
        "Matt black",
        9900,
        8200,
        "Checked, cleaned and fitted with new pads by us. Pre-owned, with a fresh cable and a good story.",
        "pre_owned",
    ),
    DemoProduct(
        "trading-card",
        KICKS,
        "Rookie trading card, graded 9",
        "1996, sealed",
        18500,
        15000,
        "Graded and sealed in its case. A collectible: look at the scans closely, for it is sold as it is.",
        "collectible",
    ),
    DemoProduct(
        "earrings",
        KICKS,
        "Studio hoop earrings",
        "Gold-plated silver",
        3400,
        2800,
        "Light enough to forget on a run. For reasons of hygiene they can't come back once the seal is open.",
        "non_returnable",
    ),
)

PRODUCTS = {product.slug: product for product in _ALL}
