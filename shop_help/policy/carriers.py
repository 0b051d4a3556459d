"""Carriers that a form offers by name, by market; any other one can be written."""

_KNOWN = {
    "US": ("USPS", "UPS", "FedEx", "DHL"),
    "UK": ("Royal Mail", "Evri", "DPD", "DHL", "Yodel"),
    "DE": ("DHL", "DPD", "Hermes", "GLS", "UPS"),
    "ID": ("JNE", "J&T Express", "SiCepat", "Pos Indonesia", "AnterAja"),
}


def carriers_in(market: str) -> tuple[str, ...]:
    """The usual ones there, the most used first."""
    return _KNOWN.get(market, _KNOWN["US"])
