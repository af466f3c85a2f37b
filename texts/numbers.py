"""Numbers in Russian: a decimal comma, a true minus, no percent sign torn from its number."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

#: neither a line's end nor a reader parts these
_TIED = "\u00a0"
_MINUS = "\u2212"


def number(value: float, places: int = 0, sign: bool = False) -> str:
    """«72,4», «−12»; halves are rounded up, as people do. `sign` writes a plus, too."""
    # what a float is short of its decimal is no reason to round it down
    exact = Decimal(repr(round(value, 9)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    rounded = abs(rounded) if rounded == 0 else rounded
    before = _MINUS if rounded < 0 else "+" if sign and rounded > 0 else ""
    return before + f"{abs(rounded)}".replace(".", ",")


def percent(fraction: float) -> str:
    """A fraction of 1: «62 %»."""
    return f"{number(100 * fraction)}{_TIED}%"


def interval(low: float, high: float, places: int = 0) -> str:
    """«от 51 до 72»; "none" where both ends are one number, as where all have answered."""
    ends = number(low, places), number(high, places)
    return f"от {ends[0]} до {ends[1]}" if ends[0] != ends[1] else "none"


def percents(low: float, high: float) -> str:
    """An interval of fractions of 1: «от 51 до 72 %»; "none" like `interval`."""
    found = interval(100 * low, 100 * high)
    return found if found == "none" else f"{found}{_TIED}%"
