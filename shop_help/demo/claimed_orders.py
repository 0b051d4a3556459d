"""Orders of the demo about which a case of Buyer Protection was opened; what became of it stands in claim_plans."""

from shop_help.demo.plan import arrived

CLAIMED = (
    arrived(141, "ana", ("mug",), 40, "A mug came broken, and Buyer Protection has asked Luma Home"),
    arrived(142, "bruno", ("wall-clock",), 44, "A chipped clock: Luma Home has answered, customer service decides"),
    arrived(143, "bruno", ("side-table",), 47, "A scratched table: customer service asked Bruno for more"),
    arrived(144, "bruno", ("cap",), 50, "Never got it, decided for Kicks & Co: Bruno can appeal"),
    arrived(145, "bruno", ("mug", "candle"), 52, "Decided for Bruno: the mug goes back first"),
    arrived(146, "bruno", ("throw-blanket",), 55, "Decided for Bruno and refunded"),
    arrived(147, "bruno", ("notebook",), 58, "Luma Home and Bruno settled it between them"),
    arrived(148, "bruno", ("socks",), 60, "Appealed: another agent decides it for good"),
    arrived(149, "bruno", ("planter",), 63, "Withdrawn by Bruno"),
)
