"""Notices as employees read them: one by itself, several gathered into one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.access import Action, allowed
from domain.appeals import Appeal, State, first_lines
from domain.parts import Part
from domain.people import Actor
from domain.talk import Button, Reply
from handlers.house import House
from handlers.officer import part_notices
from storage.notices import Notice
from texts import button, moments, words, written

#: How much of what the client wrote a notice shows, in characters.
FIRST_LINES = 300
LISTED = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """A notice with the appeal it is about, its first words, and how many files came with it; and
    the co-executor's part, where it is about one."""

    notice: Notice
    appeal: Appeal
    text: str
    files: int
    part: Part | None = None

    @property
    def asked_part(self) -> Part | None:
        """The part its reader is asked for: to them nothing else of the appeal is due."""
        return self.part if self.notice.kind in part_notices.TO_COEXECUTOR else None

    @property
    def waits(self) -> bool:
        return self.asked_part.waits if self.asked_part else self.appeal.is_open

    @property
    def due_at(self) -> datetime | None:
        return self.asked_part.due_at if self.asked_part else self.appeal.due_at


def one(house: House, cause: Cause, reader: Actor, now: datetime) -> Reply:
    """A single notice, with everything this reader may do about it."""
    appeal, notice = cause.appeal, cause.notice
    if cause.part:
        return part_notices.one(house, (notice, appeal, cause.part, cause.text), reader, now)
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
        day=str(notice.details.get("day", "")),
        reason=str(notice.details.get("reason", "")),
        chat="none" if appeal.chat is None else "chat",
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
    waiting = {(c.appeal.id, c.asked_part and c.asked_part.id): c for c in causes if c.waits}
    first = sorted(
        waiting.values(), key=lambda c: (c.due_at is None, c.due_at, c.appeal.id, c.notice.id)
    )[:LISTED]
    if first:
        lines += ["", words("summary-first")]
    for cause in first:
        lines.append(
            words(
                "summary-line",
                number=cause.appeal.number,
                left=house.time_until(cause.due_at, now),
                topic=house.topic_title(cause.appeal.topic),
            )
        )
    numbers = [opening for cause in first for opening in _opening(cause, reader)][:3]
    return written("\n".join(lines), *((n,) for n in numbers), button("menu", "menu"))


def _opening(cause: Cause, reader: Actor) -> list[Button]:
    """The button by which this reader opens it; none when they may see nothing of it."""
    appeal, part = cause.appeal, cause.asked_part
    if part:
        may = allowed(reader, Action.SEE_PART, appeal, part)
        return [Button(appeal.number, f"part:{part.id}")] if may else []
    may = allowed(reader, Action.SEE_CARD, appeal)
    return [Button(appeal.number, f"card:{appeal.id}")] if may else []


def _buttons(house: House, cause: Cause, reader: Actor) -> list[tuple[Button, ...]]:
    """What this reader may do about it; administrators mend the calendar and read no appeals."""
    appeal, kind = cause.appeal, cause.notice.kind
    it = str(appeal.id)
    if kind == "no_calendar" or not allowed(reader, Action.SEE_CARD, appeal):
        return []
    card = button("open", f"card:{it}")
    if kind == "extension_asked" and allowed(reader, Action.DECIDE_EXTENSION, appeal):
        yes, no = button("extend-yes", f"extend-yes:{it}"), button("extend-no", f"extend-no:{it}")
        return [(yes, no), (card,)]
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
