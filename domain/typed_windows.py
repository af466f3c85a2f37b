"""Windows as people type them: "8 working hours", "till the end of the day", "4 hours before, half
an hour before" in Russian, made into what the organisation file writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from domain.ministry import Length, Span
from domain.refusal import Refused
from domain.typed import typed_words

#: the most reminders of one window
MOST = 6
_YO = str.maketrans({chr(0x451): chr(0x435)})


def typed_length(text: str) -> Length:
    """The length somebody means. Refused says what to write instead."""
    said, words = _bare(text), typed_words()
    if said in words["end_of_day"]:
        return Length(0, Span.END_OF_DAY)
    if said in words["promised"]:
        return Length(0, Span.PROMISED)
    found = re.fullmatch(r"(?:(\S+) )??([1-9]\d{0,3})(?!\d) ?(.+)", said)
    if not found:
        raise Refused("typed-length")
    ahead, amount, rest = found[1], int(found[2]), found[3].split()
    unit = next((u for u in ("hour", "day") for word in rest if _is(word, u)), "")
    if not unit or (ahead and ahead not in words["ahead"]):
        raise Refused("typed-length")
    if ahead:
        if unit != "day":
            raise Refused("typed-length")
        return Length(amount, Span.DAYS_BEFORE)
    kind = next((k for k in ("working", "calendar") for word in rest if _begins(word, k)), "")
    if not kind:
        raise Refused("typed-length-vague", amount=amount)
    return Length(amount, Span(f"{kind} {unit}s"))


def typed_alerts(text: str) -> tuple[timedelta, ...]:
    """The reminders somebody means, each so much working time before the end, the longest first;
    () for none. Refused says what to write instead."""
    said, words = _bare(text), typed_words()
    if said in words["none"]:
        return ()
    joins = "|".join(map(re.escape, words["joins"]))
    parts = [part.strip() for part in re.split(rf"[,;]| (?:{joins}) ", said) if part.strip()]
    alerts = {_alert(part) for part in parts}
    if not alerts:
        raise Refused("typed-alerts")
    if len(alerts) > MOST:
        raise Refused("typed-alerts-many", most=MOST)
    return tuple(sorted(alerts, reverse=True))


def as_file(alerts: Sequence[timedelta]) -> list[str]:
    """The reminders as the organisation file writes them: "1h30m"."""
    found = []
    for alert in alerts:
        hours, minutes = divmod(int(alert.total_seconds()) // 60, 60)
        found.append((f"{hours}h" if hours else "") + (f"{minutes}m" if minutes else ""))
    return found


def _alert(text: str) -> timedelta:
    words = typed_words()
    said = [word for word in text.split() if word not in words["ahead"]]
    if " ".join(said) in words["half_hour"]:
        return timedelta(minutes=30)
    if len(said) == 1 and _is(said[0], "hour"):
        return timedelta(hours=1)
    whole = re.sub(r"(\d)([^\d ])", r"\1 \2", " ".join(said))
    total = timedelta(0)
    rest = whole.split()
    while len(rest) >= 2 and re.fullmatch(r"\d{1,3}", rest[0]):
        if _is(rest[1], "hour"):
            total += timedelta(hours=int(rest[0]))
        elif _is(rest[1], "minute"):
            total += timedelta(minutes=int(rest[0]))
        else:
            break
        rest = rest[2:]
    if rest or not total:
        raise Refused("typed-alerts")
    return total


def _is(word: str, name: str) -> bool:
    """Whether it is a form of the word, or what it is shortened to."""
    return word.strip(".") in typed_words()[name]


def _begins(word: str, name: str) -> bool:
    return any(word.startswith(beginning) for beginning in typed_words()[name])


def _bare(text: str) -> str:
    return " ".join(text.lower().translate(_YO).split()).strip(" .!")
