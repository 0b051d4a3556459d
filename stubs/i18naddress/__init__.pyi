from collections.abc import Mapping

class InvalidAddressError(ValueError):
    errors: dict[str, str]

class ValidationRules:
    address_format: str
    required_fields: set[str]
    country_area_type: str
    country_area_choices: list[tuple[str, str]]
    city_type: str
    postal_code_type: str
    postal_code_examples: list[str]

def get_validation_rules(address: Mapping[str, str]) -> ValidationRules: ...
def normalize_address(address: Mapping[str, str]) -> dict[str, str]: ...
