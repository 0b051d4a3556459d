"""Orders of the demo about which something was asked of the seller; what that was stands in request_plans."""

from shop_help.demo.plan import OrderPlan, arrived

ASKED = (
    arrived(130, "ana", ("mug", "mug", "notebook"), 4, "One of two mugs came broken: Luma Home has to answer"),
    arrived(131, "ana", ("wall-clock",), 14, "Sent back, and Luma Home says no to what arrived: Ana can dispute it"),
    arrived(132, "ana", ("side-table",), 5, "A scratched table: Luma Home offers a part of the money"),
    arrived(133, "ana", ("throw-blanket",), 9, "On its way back to Luma Home"),
    arrived(134, "ana", ("socks", "socks", "cap"), 16, "One pair of socks went back and was refunded"),
    OrderPlan(135, "ana", ("cap", "hoodie"), "AWAITING_SHIPMENT", "Ana asks to cancel it", 1.5, expected=-4),
    OrderPlan(136, "bruno", ("scarf",), "AWAITING_SHIPMENT", "Bruno asks for another address", 0.6, expected=-5),
)
