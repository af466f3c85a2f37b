"""When a deed is reminded of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.surveys.deeds import alert_after

DUE = datetime(2026, 12, 15, 15, 0, tzinfo=UTC)


@pytest.mark.requirement("S6")
@pytest.mark.parametrize(
    ("left", "next_left", "step"),
    [
        (timedelta(days=10), timedelta(days=3, hours=9), 1),
        (timedelta(days=3, hours=9), timedelta(days=1, hours=9), 2),
        (timedelta(hours=40), timedelta(hours=33), 2),
        (timedelta(hours=33), timedelta(hours=9), 3),
        (timedelta(hours=5), timedelta(0), 4),
        (timedelta(0), timedelta(days=-7), 5),
        (timedelta(days=-6), timedelta(days=-7), 5),
        (timedelta(days=-7), timedelta(days=-14), 6),
        (timedelta(days=-30), timedelta(days=-35), 9),
    ],
)
def test_three_mornings_before_then_late_once_and_weekly(
    left: timedelta, next_left: timedelta, step: int
) -> None:
    assert alert_after(DUE, DUE - left) == (DUE - next_left, step)
