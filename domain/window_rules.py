"""Which deadlines the orders set, and how the organisation file changes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.ministry import Length, Span, WindowRule

ZERO = timedelta()
#: who may hear of a breach
LISTENERS = ("officer", "head", "controller")
#: what may stop a window's time
PAUSES = ("question",)
#: rules whose time may be stopped: those that wait for a reply, which may need the client's words
PAUSABLE = frozenset({"message_reply", "official_reply", "internal_written", "internal_oral"})
#: rules that are counted from another moment than their start, each in its own way
_FROM_ELSEWHERE = {Span.DAYS_BEFORE: "extension", Span.PROMISED: "promise"}


def length(text: str) -> Length:
    """What the organisation file calls a length: "8 working hours", "3 working days",
    "24 calendar hours", "30 calendar days", "3 days before", "end of day", "as promised".
    ValueError else."""
    words = " ".join(text.lower().split())
    if words in (Span.END_OF_DAY, Span.PROMISED):
        return Length(0, Span(words))
    if found := re.fullmatch(r"([1-9]\d{0,3}) (working|calendar) (hour|day)s?", words):
        return Length(int(found[1]), Span(f"{found[2]} {found[3]}s"))
    if found := re.fullmatch(r"([1-9]\d{0,3}) days? before", words):
        return Length(int(found[1]), Span.DAYS_BEFORE)
    if re.fullmatch(r"\d+ (hour|day)s?", words):
        raise ValueError(f'"{text}": say whether these are working or calendar ones')
    raise ValueError(
        f'"{text}" is no length: write "8 working hours", "3 working days", "24 calendar hours",'
        ' "30 calendar days", "3 days before" or "end of day"'
    )


def duration(text: str) -> timedelta:
    """Working time as the organisation file writes it: "4h", "30m", "1h30m". ValueError else."""
    found = re.fullmatch(r"(?:(\d{1,4})h)? ?(?:(\d{1,4})m)?", text.strip().lower())
    span = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) if found else ZERO
    if span == ZERO:
        raise ValueError(f'"{text}" is no working time: write hours and minutes, "4h" or "1h30m"')
    return span


def rule_with(default: WindowRule, **overrides: object) -> WindowRule:
    """The rule with what the organisation file says of it, as YAML gives it: `within` a length,
    `alert_before` a list of working times, `on_breach` a list of listeners, `pause_while` a list
    of what stops its time, `clause` a text.

    ValueError says in plain words what is wrong.
    """
    if unknown := sorted(overrides.keys() - _READERS.keys()):
        raise ValueError(f"unknown: {', '.join(unknown)}; a window has {', '.join(_READERS)}")
    rule = replace(default, **{key: _READERS[key](value) for key, value in overrides.items()})
    if wrong := misfit(rule.id, rule.within) or (rule.pause_while and no_pause(rule.id)):
        raise ValueError(wrong)
    longest = timedelta(hours=rule.within.amount)
    if "alert_before" in overrides and rule.within.span is Span.WORKING_HOURS:
        for alert in rule.alert_before:
            if alert >= longest:
                raise ValueError(f"an alert {alert} before the end comes before the window opens")
    return rule


def misfit(rule: str, within: Length) -> str:
    """Why the length makes no sense for the rule, with the cure; "" when it does."""
    for span, only in _FROM_ELSEWHERE.items():
        if within.span is span and rule != only:
            return f'"{within}" is for {only} alone: write working or calendar hours or days'
        if rule == only and within.span is not span:
            return _CURES[rule]
    return ""


def no_pause(rule: str) -> str:
    """Why the rule's time cannot be stopped, with the cure; "" when it can."""
    if rule in PAUSABLE:
        return ""
    return f"its time cannot stop: pause_while is for {', '.join(sorted(PAUSABLE))}"


_CURES = {
    "extension": 'it is counted back from the day the reply is due: write it like "3 days before"',
    "promise": 'it is due when it was promised: write "as promised"',
}


def _within(value: object) -> Length:
    if isinstance(value, Length):
        return value
    return length(_text(value))


def _alerts(value: object) -> tuple[timedelta, ...]:
    alerts = (a if isinstance(a, timedelta) else duration(_text(a)) for a in _items(value))
    return tuple(sorted(set(alerts), reverse=True))


def _listeners(value: object) -> tuple[str, ...]:
    listeners = tuple(_text(item) for item in _items(value))
    if strangers := [name for name in listeners if name not in LISTENERS]:
        raise ValueError(f"nobody is called {strangers[0]!r} here: {', '.join(LISTENERS)}")
    return listeners


def _pauses(value: object) -> tuple[str, ...]:
    causes = tuple(_text(item) for item in _items(value))
    if strangers := [cause for cause in causes if cause not in PAUSES]:
        raise ValueError(f"nothing called {strangers[0]!r} stops a window: {', '.join(PAUSES)}")
    return causes


def _items(value: object) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"a list is wanted here, not {value!r}")
    return tuple(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"words are wanted here, not {value!r}")
    return value


_READERS: Mapping[str, Callable[[object], Any]] = {
    "within": _within,
    "alert_before": _alerts,
    "on_breach": _listeners,
    "pause_while": _pauses,
    "clause": _text,
}


def _rule(id_: str, clause: str, *words: str) -> WindowRule:
    within, alerts, on_breach, starts, met_by = words
    before = tuple(duration(alert) for alert in alerts.split())
    hear = tuple(on_breach.split())
    return WindowRule(id_, clause, length(within), before, hear, starts, met_by)


_BOTH = "head controller"
#: what the longer ones of a week have in common
_WEEK = ("7 calendar days", "16h 4h", _BOTH, "registered")

#: The deadlines of the orders: clause, length, alerts, who hears of a breach, the event it runs
#: from, what meets it. The steps of the longer ones are the house's own; all can be set.
DEFAULT_RULES: Mapping[str, WindowRule] = {
    rule.id: rule
    for rule in (
        _rule(
            "message_reply", "M-97 §10", "8 working hours", "4h 2h 30m", _BOTH, "received", "reply"
        ),
        _rule("coexecutor_part", "M-97 §10", "4 working hours", "1h", _BOTH, "asked", "part"),
        _rule("acknowledge", "N-1052 §5", "1 working day", "2h", "head", "received", "receipt"),
        _rule(
            "official_reply",
            "N-1052 §4",
            "30 calendar days",
            "40h 8h",
            _BOTH,
            "registered",
            "reply",
        ),
        _rule(
            "extension", "N-1052 §24", "3 days before", "16h 4h", "head", "registered", "extended"
        ),
        _rule("redirect", "N-1052 §25", *_WEEK, "redirected"),
        _rule("unintelligible", "N-1052 §26", *_WEEK, "told"),
        _rule("incomplete", "N-2137 §8", "24 calendar hours", "4h 1h", _BOTH, "found", "listed"),
        _rule("promise", "M-97 §13", "as promised", "2h 30m", "head", "promised", "kept"),
        _rule(
            "internal_written",
            "N-2138 §10.3",
            "30 calendar days",
            "40h 8h",
            "head",
            "received",
            "reply",
        ),
        _rule("internal_oral", "N-2138 §9.4", "end of day", "2h 30m", "head", "received", "reply"),
    )
}
