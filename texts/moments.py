"""Moments and lengths of time in Russian, in the ministry's own zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = "понедельник вторник среда четверг пятница суббота воскресенье".split()
_WEEKDAYS_OF = "понедельника вторника среды четверга пятницы субботы воскресенья".split()
_WEEKDAYS_ON = (
    "в понедельник",
    "во вторник",
    "в среду",
    "в четверг",
    "в пятницу",
    "в субботу",
    "в воскресенье",
)
_MONTHS_OF = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)


def _date(local: date, now: date | None) -> str:
    year = "" if now is None or local.year == now.year else f" {local.year} года"
    return f"{local.day} {_MONTHS_OF[local.month - 1]}{year}"


def until(at: datetime, zone: str, now: datetime) -> str:
    """What follows the word «до»: «понедельника, 24 ноября, 14:30»."""
    local, today = _local(at, zone), _local(now, zone)
    return f"{_WEEKDAYS_OF[local.weekday()]}, {_date(local, today)}, {local:%H:%M}"


def hour(at: datetime, zone: str) -> str:
    """The hour of a moment: «18:00»."""
    return f"{_local(at, zone):%H:%M}"


def on(at: datetime, zone: str, now: datetime) -> str:
    """When something happens: «в понедельник, 24 ноября, в 9:00»."""
    local, today = _local(at, zone), _local(now, zone)
    return f"{_WEEKDAYS_ON[local.weekday()]}, {_date(local, today)}, в {local.hour}:{local:%M}"


def soon(at: datetime, zone: str, now: datetime) -> str:
    """The same for what may happen yet today: «сегодня в 13:45»."""
    local = _local(at, zone)
    if local.date() == _local(now, zone).date():
        return f"сегодня в {local.hour}:{local:%M}"
    return on(at, zone, now)


def day_name(day: date) -> str:
    """A day by itself: «понедельник, 24 ноября»."""
    return f"{_WEEKDAYS[day.weekday()]}, {_date(day, None)}"


def day_of(at: datetime, zone: str) -> str:
    """The day something happened on: «24 ноября»."""
    return _date(_local(at, zone), None)


def date_name(day: date) -> str:
    """A day with its year, as in letters: «15 декабря 2026 года»."""
    return f"{day.day} {_MONTHS_OF[day.month - 1]} {day.year} года"


def stamp(at: datetime, zone: str) -> str:
    """A moment in lists: «24.11 14:30»."""
    return f"{_local(at, zone):%d.%m %H:%M}"


def numerals(day: date) -> str:
    """A day in documents: «24.11.2026»."""
    return f"{day:%d.%m.%Y}"


def offset(at: datetime, zone: str) -> str:
    """How far a zone is from UTC at this moment: "+3", "+5:30"."""
    minutes = int((_local(at, zone).utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def full_stamp(at: datetime, zone: str) -> str:
    """A moment in documents: «24.11.2026 14:30»."""
    return f"{_local(at, zone):%d.%m.%Y %H:%M}"


def span(length: timedelta) -> str:
    """A length of working time without its sign: «3 ч 20 мин», «2 ч», «40 мин».

    To the nearest minute, so that a notice sent a moment late still says «30 мин»; what is left
    of a minute is never «0 мин»."""
    seconds = abs(length).total_seconds()
    minutes = max(int(seconds + 30) // 60, 1 if seconds else 0)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} ч"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} мин")
    return " ".join(parts)


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))
