"""What has to go back before the money does: sent by the buyer, and there with the seller."""

from shop_help.actions.protection.paying import pay_decision
from shop_help.actions.protection.people import buyer_of, seller_of
from shop_help.actions.protection.unit import protection_unit
from shop_help.policy.faults import refuse_faulty
from shop_help.policy.messages import Refused
from shop_help.policy.protection_clock import on_its_way
from shop_help.policy.request_forms import parcel_faults


def ship_back(sign_in_id: str, protection_id: int, carrier: str, tracking_number: str) -> None:
    """The buyer sent it, and says how. Said again, the last counts; the seller's time goes on from the first."""
    with protection_unit(sign_in_id, protection_id) as work:
        buyer_of(work)
        if work.row.state != "return_required":
            raise Refused("no_shipping")
        refuse_faulty(parcel_faults(carrier, tracking_number))
        parcel = {"carrier": carrier.strip(), "tracking_number": tracking_number.strip()}
        if work.row.return_parcel == parcel:
            return
        if work.row.shipped_back_at is None:
            work.begin(on_its_way(work.now, work.rules), return_parcel=parcel, shipped_back_at=work.now)
        else:
            work.keep(return_parcel=parcel)
        work.tell("ship_back", "BUYER", work.now)
        work.say("ship_back", **parcel)


def mark_arrived(sign_in_id: str, protection_id: int) -> None:
    """The seller has it back: the money goes out."""
    with protection_unit(sign_in_id, protection_id) as work:
        seller_of(work)
        if work.row.arrived_back_at is not None:
            return
        work.move("return", "SHOP", arrived_back_at=work.now)
        work.say("return")
        pay_decision(work, work.now)
