"""From a clock on the wall to moments: zones, clocks set back and forth, a shortened day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

#: spans from an opening moment to a closing one, in order, apart from one another
Moments = tuple[tuple[datetime, datetime], ...]

#: by how much an eve is shortened (Labour Code, art. 95)
SHORTER = timedelta(hours=1)


def utc(at: datetime) -> datetime:
    """The same moment in UTC; one without a zone is a bug, ValueError."""
    if at.tzinfo is None:
        raise ValueError(f"a moment without a zone: {at}")
    return at.astimezone(UTC)


def shortened(walls: Moments) -> Moments:
    """The spans less their last working hour, which may reach over lunch."""
    left, kept = SHORTER, []
    for opens, closes in reversed(walls):
        if closes - opens > left:
            kept.append((opens, closes - left))
            left = timedelta()
        else:
            left -= closes - opens
    return tuple(reversed(kept))


def instants(walls: Moments, zone: ZoneInfo) -> Moments:
    """Spans of one day on the wall as moments, apart even when the clock is set back in them."""
    spans: list[tuple[datetime, datetime]] = []
    for opens, closes in walls:
        begins, ends = instant(opens, zone, fold=0), instant(closes, zone, fold=1)
        if spans:
            begins = max(begins, spans[-1][1])
        if begins < ends:
            spans.append((begins, ends))
    return tuple(spans)


def instant(wall: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    """The moment the wall clock shows `wall`: the first one (fold 0) or the last (fold 1).

    A time the clock jumps over gives the moment of the jump.
    """
    at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    # In a gap fold 1 reads with the offset after the jump and so comes out before it (PEP 495).
    low, high = (wall.replace(tzinfo=zone, fold=f).astimezone(UTC) for f in (1, 0))
    after = high.astimezone(zone).utcoffset()
    while high - low > timedelta.resolution:
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high
