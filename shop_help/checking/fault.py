"""What a check finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something that doesn't hold: of which kind, where, and a sentence for the operator."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"
