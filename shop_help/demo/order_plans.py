"""The demo's orders: one for each situation that somebody may need help in, told in days before now."""

from shop_help.demo.asked_orders import ASKED
from shop_help.demo.claimed_orders import CLAIMED
from shop_help.demo.plan import OrderPlan, Parcel, arrived

_LATE = ((9.0, "in_transit", "Arrived at the sorting centre", "Reno, NV"),)
_CAME_BACK = (
    (4.2, "delivered", "Delivered", "Wrong street"),
    (4.0, "in_transit", "Address was wrong; the parcel is on its way again", "Leeds"),
)

PLANS = (
    OrderPlan(101, "ana", ("cushion", "cushion"), "UNPAID", "Ordered today and not paid yet", 0.05, paid=False),
    OrderPlan(102, "ana", ("hoodie",), "ON_HOLD", "On hold while the payment is checked", 0.3),
    OrderPlan(
        103, "ana", ("lamp",), "AWAITING_SHIPMENT", "Paid minutes ago: cancelling is still free", 0.01, expected=-6
    ),
    OrderPlan(
        104, "ana", ("notebook", "mug"), "AWAITING_SHIPMENT", "Paid two days ago, waits to be packed", 2, expected=-3
    ),
    OrderPlan(
        105,
        "ana",
        ("throw-blanket",),
        "AWAITING_COLLECTION",
        "Packed and waiting for the carrier",
        1.6,
        parcels=(Parcel((0,), shipped=0.4),),
        expected=-3,
    ),
    OrderPlan(
        106,
        "ana",
        ("trail-shoes",),
        "IN_TRANSIT",
        "On its way, due in two days",
        4,
        parcels=(Parcel((0,), shipped=2.5, events=((1.1, "in_transit", "Left the regional hub", "Denver, CO"),)),),
        expected=-2,
        seller_discount=1000,
    ),
    OrderPlan(
        107,
        "ana",
        ("planter",),
        "IN_TRANSIT",
        "Late: it should have been here four days ago",
        13,
        parcels=(Parcel((0,), shipped=11, events=_LATE),),
        expected=4,
    ),
    arrived(108, "ana", ("mug", "mug"), 2, "Delivered 2 days ago"),
    arrived(109, "ana", ("wall-clock",), 29, "Delivered 29 days ago: tomorrow is the last day for a return"),
    arrived(110, "ana", ("sneakers",), 30, "Delivered 30 days ago: the last day for a return"),
    arrived(111, "ana", ("backpack",), 31, "Delivered 31 days ago: Buyer Protection takes over"),
    arrived(112, "ana", ("side-table",), 90, "Delivered 90 days ago: the last day of Buyer Protection"),
    arrived(113, "ana", ("cap",), 91, "Delivered 91 days ago: Buyer Protection is over"),
    arrived(
        114,
        "ana",
        ("lamp", "cushion"),
        1,
        "Marked delivered, and Ana never got it",
        buyer_note="Please ring, the porch isn't safe.",
    ),
    OrderPlan(
        115,
        "ana",
        ("side-table", "cushion", "candle"),
        "IN_TRANSIT",
        "Two packages, and one of them arrived",
        8,
        parcels=(
            Parcel(
                (0,), shipped=5, events=((2.0, "in_transit", "Held for a second carrier: heavy goods", "Boise, ID"),)
            ),
            Parcel((1, 2), shipped=6, delivered=2),
        ),
        expected=-1,
    ),
    arrived(116, "ana", ("camera",), 5, "Pre-owned: a camera from 1978"),
    arrived(117, "ana", ("trading-card",), 6, "Collectible: a graded trading card"),
    arrived(118, "ana", ("candle",), 7, "Final sale: the last batch of candles"),
    arrived(119, "ana", ("earrings",), 8, "Non-returnable: earrings in a sealed box"),
    arrived(
        120,
        "ana",
        ("mug", "notebook", "planter"),
        10,
        "Partly refunded: one unit of three",
        refunded=(2,),
        refunded_on=6,
    ),
    OrderPlan(
        121,
        "ana",
        ("wall-clock",),
        "CANCELLED",
        "Cancelled by Ana within the free hour",
        20,
        cancelled=19.97,
        cancel_reason="Ordered by mistake",
    ),
    arrived(
        122, "ana", ("throw-blanket",), 6, "Completed early: Ana said all is well", state="COMPLETED", completed=4
    ),
    OrderPlan(
        123,
        "bruno",
        ("trail-shoes", "socks", "socks"),
        "PARTIALLY_SHIPPING",
        "The socks are on their way, the shoes are still packed",
        3,
        parcels=(Parcel((1, 2), shipped=1),),
        expected=-2,
    ),
    OrderPlan(
        124, "bruno", ("sneakers",), "AWAITING_SHIPMENT", "Bruno waits for his sneakers to be packed", 1, expected=-4
    ),
    OrderPlan(
        125,
        "bruno",
        ("lamp",),
        "IN_TRANSIT",
        "Comes from the US, a week away",
        5,
        parcels=(Parcel((0,), shipped=3, events=((1.5, "in_transit", "Cleared customs", "East Midlands Airport"),)),),
        expected=-7,
    ),
    arrived(126, "bruno", ("headphones",), 3, "Pre-owned: headphones that Bruno likes"),
    OrderPlan(
        127,
        "bruno",
        ("backpack",),
        "DELIVERED",
        "Delivered to the wrong street, then once more: the second day counts",
        9,
        parcels=(Parcel((0,), shipped=7, delivered=2, events=_CAME_BACK),),
        expected=5,
    ),
    OrderPlan(
        128,
        "bruno",
        ("water-bottle", "cap"),
        "CANCELLED",
        "Cancelled by the shop: sold out",
        15,
        cancelled=14,
        cancel_reason="Sold out",
        platform_discount=300,
        refunded=(0, 1),
        refunded_on=1.2,
        refund_failed=True,
    ),
    arrived(129, "bruno", ("scarf", "socks"), 33, "Delivered 33 days ago in the UK"),
    *ASKED,
    *CLAIMED,
)

#: The order that nobody can make: its buyer is 17.
REFUSED = OrderPlan(
    190, "kit", ("sneakers",), "AWAITING_SHIPMENT", "Refused: Kit is 17, and nobody under 18 can buy", 0.2
)
