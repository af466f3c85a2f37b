"""Notices as employees read them: one by itself, several gathered into one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.access import Action, allowed
from domain.appeals import Appeal, State, first_lines
from domain.life import possible
from domain.parts import Part
from domain.people import Actor
from domain.priority import in_order
from domain.talk import Button, Reply
from domain.windows import base_rule
from handlers.house import House
from handlers.officer import colleagues, part_notices
from handlers.officer.priority import label
from storage.notices import Notice
from texts import button, moments, words, written

#: How much of what the client wrote a notice shows, in characters.
FIRST_LINES = 300
LISTED = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """A notice with the appeal it is about, its first words, and how many files came with it; and
    the co-executor's part, where it is about one. `instead_of` is the absent colleague it is for,
    where its reader acts for them."""

    notice: Notice
    appeal: Appeal
    text: str
    files: int
    part: Part | None = None
    instead_of: str = ""

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
    """A single notice, with everything this reader may do about it, marked with the absent
    colleague it is for."""
    told = _one(house, cause, reader, now)
    if not cause.instead_of:
        return told
    heading = words("for-whom-now", for_whom=house.for_whom(cause.instead_of))
    return replace(told, text="\n".join([heading, told.text]))


def _one(house: House, cause: Cause, reader: Actor, now: datetime) -> Reply:
    appeal, notice = cause.appeal, cause.notice
    if cause.part:
        return part_notices.one(house, (notice, appeal, cause.part, cause.text), reader, now)
    late = notice.kind in {"alert", "breach"} and appeal.state is State.CONTROL
    text = words(
        "notice-to-take-off-yet" if late else f"notice-{notice.kind}",
        number=appeal.number,
        topic=house.subject(appeal),
        deadline=house.deadline(appeal, now),
        left=house.time_left(appeal, now),
        text=first_lines(cause.text, FIRST_LINES) or words("no-words"),
        unit=house.unit_name(appeal.unit),
        who=house.who(appeal.officer) if appeal.officer else words("nobody-yet"),
        **_window(house, notice, now),
        mark=str(notice.details.get("mark", "")),
        day=str(notice.details.get("day", "")),
        reason=str(notice.details.get("reason", "")),
        chat="none" if appeal.chat is None else "chat",
        accused=house.who(appeal.barred) if appeal.barred else words("nobody-named"),
        asker=house.who(str(notice.details.get("asked_by", ""))),
        year=str(notice.details.get("year", "")),  # a number would be written "2 031"
        said=first_lines(str(notice.details.get("said", "")), FIRST_LINES) or "none",
        by=house.who(str(notice.details.get("by", ""))),
        findings=notice.details.get("findings", 0),
    )
    if appeal.priority and appeal.is_open:
        text = f"{words('notice-first', reason=label(appeal))}\n{text}"
    if appeal.kind.internal:
        text = f"{words('notice-colleague', **colleagues.facts(house, appeal))}\n{text}"
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
    return {
        "rule": rule,
        "window": words(f"window-{base_rule(rule).replace('_', '-')}"),
        "until": until,
    }


def several(
    house: House, causes: Sequence[Cause], counts: dict[str, int], reader: Actor, now: datetime
) -> Reply:
    """Many at once: how many of what, and which are due first."""
    lines = [words("summary-heading")]
    lines += [words("summary-count", kind=kind, count=n) for kind, n in sorted(counts.items())]
    waiting = {(c.appeal.id, c.asked_part and c.asked_part.id): c for c in causes if c.waits}
    local_day = house.calendar.local_day
    first = sorted(
        waiting.values(),
        key=lambda c: (*in_order(replace(c.appeal, due_at=c.due_at), local_day), c.notice.id),
    )[:LISTED]
    if first:
        lines += ["", words("summary-first")]
    for cause in first:
        lines.append(
            words(
                "summary-line",
                number=cause.appeal.number,
                left=house.time_until(cause.due_at, now, cause.appeal.unit),
                first=label(cause.appeal),
                topic=house.subject(cause.appeal),
            )
            + (f" · {house.for_whom(cause.instead_of)}" if cause.instead_of else "")
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
    if kind == "no_calendar" or not allowed(reader, Action.SEE_CARD, appeal):
        return []
    card = button("open", f"card:{appeal.id}")
    if kind == "moved_on" or not appeal.is_open:
        return [(card,)]
    if asked := _asked(cause, reader):
        return [asked, (card,)]
    if kind in {"breach", "low_mark"}:
        return [(card,)]
    return [*_working(house, appeal, reader), (card,)]


def _asked(cause: Cause, reader: Actor) -> tuple[Button, ...]:
    """What this reader is asked to decide, () for nothing."""
    appeal, kind, it = cause.appeal, cause.notice.kind, cause.appeal.id
    if kind == "extension_asked" and allowed(reader, Action.DECIDE_EXTENSION, appeal):
        asked = cause.notice.details.get("iso", "")
        yes = button("extend-yes", f"extend-yes:{it}:{asked}")
        return yes, button("extend-no", f"extend-no:{it}")
    if kind == "transfer_asked" and allowed(reader, Action.TRANSFER_AGAIN, appeal):
        return (button("over-again", f"over-again:{it}"),)
    if allowed(reader, Action.SIGN, appeal) and possible(Action.SIGN, appeal):
        return (button("sign-open", f"sign-open:{it}"),)
    if appeal.state is State.CONTROL and allowed(reader, Action.END_CONTROL, appeal):
        return button("take-off", f"take-off:{it}"), button("return", f"return:{it}")
    if kind == "returned" and allowed(reader, Action.REPLY, appeal):
        return (button("take-up", f"take-up:{it}:{cause.notice.details['reply']}"),)
    return ()


def _working(house: House, appeal: Appeal, reader: Actor) -> list[tuple[Button, ...]]:
    """What this reader may do with an appeal that is to be answered."""
    it = appeal.id
    if appeal.state is not State.WAITING:
        answers = allowed(reader, Action.REPLY, appeal) and possible(Action.REPLY, appeal)
        return [(button("reply", f"reply:{it}"),)] if answers else []
    rows: list[tuple[Button, ...]] = []
    if allowed(reader, Action.TAKE, appeal):
        rows.append((button("take", f"take:{it}"), button("reply", f"reply:{it}")))
    if allowed(reader, Action.ROUTE, appeal):
        sorts = appeal.unit == house.ministry.default_unit.id
        name = "route" if sorts else "give-back"
        away = [button(name, f"{name}:{it}")]
        if appeal.kind.internal:
            away = colleagues.away(house, appeal)
        rows.append((button("hand-over", f"over:{it}"), *away))
    return rows
