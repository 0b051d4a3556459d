"""What is wrong with something a person filled in: one sentence a field, translated where it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """A sentence for the person at the form, with the values of its places."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


class Faulty(Exception):  # noqa: N818 - what was filled in is at fault, not the program
    """Nothing was changed. `faults` names each field that is to be put right."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def refuse_faulty(faults: Mapping[str, Fault]) -> None:
    """Nothing is changed while a field is to be put right."""
    if faults:
        raise Faulty(faults)
