"""An amount over parts by their weights, so that no minor unit is lost and none is made."""

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount over parts by their weights, by largest remainder: the shares make the amount, and none is above its
    weight where the amount isn't above them all. Of equal remainders the first one comes first."""
    weights = _some(weights)
    shares = [amount * weight // sum(weights) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % sum(weights)), at))
    for at in by_remainder[: amount - sum(shares)]:
        shares[at] += 1
    return shares


def split_last(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount over parts by their weights, rounded down; the last one that weighs anything takes the rounding."""
    weights = _some(weights)
    shares = [amount * weight // sum(weights) for weight in weights]
    last = max((at for at, weight in enumerate(weights) if weight), default=None)
    if last is not None:
        shares[last] += amount - sum(shares)
    return shares


def _some(weights: Sequence[int]) -> Sequence[int]:
    """Where nothing weighs anything, all weigh the same."""
    return weights if any(weights) else [1] * len(weights)
