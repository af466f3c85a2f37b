"""Notices as employees read them: one by itself, several gathered into one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.access import Action, allowed
from domain.appeals import Appeal, State, first_lines
from domain.people import Actor
from domain.talk import Button, Reply
from handlers.house import House
from storage.notices import Notice
from texts import button, moments, words, written

#: How much of what the client wrote a notice shows, in characters.
FIRST_LINES = 300
LISTED = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """A notice with the appeal it is about, its first words, and how many files came with it."""

    notice: Notice
    appeal: Appeal
    text: str
    files: int


def one(house: House, cause: Cause, reader: Actor, now: datetime) -> Reply:
    """A single notice, with everything this reader may do about it."""
    appeal, notice = cause.appeal, cause.notice
    text = words(
        f"notice-{notice.kind}",
        number=appeal.number,
        topic=house.topic_title(appeal.topic),
        deadline=house.deadline(appeal, now),
        left=house.time_left(appeal, now),
        text=first_lines(cause.text, FIRST_LINES) or words("no-words"),
        unit=house.unit_name(appeal.unit),
        who=house.who(appeal.officer) if appeal.officer else words("nobody-yet"),
        **_window(house, notice, now),
        year=str(notice.details.get("year", "")),  # a number would be written "2 031"
    )
    if cause.files:
        text = f"{text}\n{words('notice-files', count=cause.files)}"
    return written(text, *_buttons(house, cause, reader))


def _window(house: House, notice: Notice, now: datetime) -> dict[str, str]:
    """Which window it is about: none where it is the reply's own, which the deadline tells."""
    rule = str(notice.details.get("rule", ""))
    known = house.ministry.windows.get(rule)
    if known is None or known.met_by == "reply":
        return {"rule": "none", "window": "", "until": ""}
    due = datetime.fromisoformat(notice.details["due"])
    until = moments.until(due, house.zone, now)
    return {"rule": rule, "window": words(f"window-{rule.replace('_', '-')}"), "until": until}


def several(
    house: House, causes: Sequence[Cause], counts: dict[str, int], reader: Actor, now: datetime
) -> Reply:
    """Many at once: how many of what, and which are due first."""
    lines = [words("summary-heading")]
    lines += [words("summary-count", kind=kind, count=n) for kind, n in sorted(counts.items())]
    waiting = {c.appeal.id: c.appeal for c in causes if c.appeal.is_open}
    first = sorted(waiting.values(), key=lambda a: (a.due_at is None, a.due_at, a.id))[:LISTED]
    if first:
        lines += ["", words("summary-first")]
    for appeal in first:
        lines.append(
            words(
                "summary-line",
                number=appeal.number,
                left=house.time_left(appeal, now),
                topic=house.topic_title(appeal.topic),
            )
        )
    readable = [appeal for appeal in first if allowed(reader, Action.SEE_CARD, appeal)]
    numbers = [Button(appeal.number, f"card:{appeal.id}") for appeal in readable[:3]]
    return written("\n".join(lines), *((n,) for n in numbers), button("menu", "menu"))


def _buttons(house: House, cause: Cause, reader: Actor) -> list[tuple[Button, ...]]:
    """What this reader may do about it; administrators mend the calendar and read no appeals."""
    appeal, kind = cause.appeal, cause.notice.kind
    it = str(appeal.id)
    if kind == "no_calendar" or not allowed(reader, Action.SEE_CARD, appeal):
        return []
    card = button("open", f"card:{it}")
    if kind in {"breach", "moved_on"} or not appeal.is_open:
        return [(card,)]
    if appeal.state is not State.WAITING:
        answers = allowed(reader, Action.REPLY, appeal)
        return [(button("reply", f"reply:{it}"), card)] if answers else [(card,)]
    rows: list[tuple[Button, ...]] = []
    if allowed(reader, Action.TAKE, appeal):
        rows.append((button("take", f"take:{it}"), button("reply", f"reply:{it}")))
    if allowed(reader, Action.ROUTE, appeal):
        sorts = appeal.unit == house.ministry.default_unit.id
        away = "route" if sorts else "give-back"
        rows.append((button("hand-over", f"over:{it}"), button(away, f"{away}:{it}")))
    return [*rows, (card,)]
