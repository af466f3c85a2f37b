"""Notices about co-executors' parts as employees read them."""

from __future__ import annotations

from datetime import datetime

from domain.access import Action, allowed
from domain.appeals import Appeal, State, first_lines
from domain.life import possible
from domain.parts import Part, is_late
from domain.people import Actor
from domain.talk import Button, Reply
from handlers.house import House
from handlers.officer import parts as of_parts
from storage.notices import Notice
from texts import button, words, written

#: How much of a question or of a part a notice shows, in characters.
FIRST_LINES = 300
#: what whoever is asked hears; the rest is for the main officer, heads and controllers
TO_COEXECUTOR = frozenset({"part_asked", "part_alert", "part_withdrawn"})


def one(
    house: House, told: tuple[Notice, Appeal, Part, str], reader: Actor, now: datetime
) -> Reply:
    """A single notice with what this reader may do about it; the last of `told` is the client's
    first words."""
    notice, appeal, part, client = told
    text = words(
        f"notice-{notice.kind}",
        number=appeal.number,
        topic=house.subject(appeal),
        asker=house.who(part.asked_by),
        who=of_parts.who(house, part),
        unit=house.unit_name(part.unit),
        deadline=of_parts.deadline(house, part, now),
        left=of_parts.left(house, part, now),
        late="yes" if is_late(part, now) else "no",
        question=first_lines(part.question, FIRST_LINES) or words("no-words"),
        text=first_lines(part.text, FIRST_LINES) or words("no-words"),
        client=first_lines(client, FIRST_LINES) or words("no-words"),
    )
    count = len(part.question_files if notice.kind in TO_COEXECUTOR else part.files)
    if count:
        text = f"{text}\n{words('notice-files', count=count)}"
    return written(text, *_buttons(notice, appeal, part, reader))


def moot(notice: Notice, appeal: Appeal, part: Part | None) -> bool:
    """Whether what was noted has been dealt with before it could be told."""
    if part is None:
        return True
    if notice.kind in {"part_asked", "part_alert", "part_breach"}:
        return not part.waits or not appeal.is_open
    return notice.kind in {"part_given", "part_declined"} and not appeal.is_open


def _buttons(notice: Notice, appeal: Appeal, part: Part, reader: Actor) -> list[tuple[Button, ...]]:
    it = str(appeal.id)
    look = [button("open-part", f"part:{part.id}")]
    if notice.kind in TO_COEXECUTOR:
        sees = allowed(reader, Action.SEE_PART, appeal, part)
        if not sees or not possible(Action.SEE_PART, appeal, part):
            return []
        if not possible(Action.GIVE_PART, appeal, part):
            return [tuple(look)]
        return [*giving(part), tuple(look)]
    if not allowed(reader, Action.SEE_CARD, appeal):
        return [tuple(look)] if allowed(reader, Action.SEE_PART, appeal, part) else []
    card = button("open", f"card:{it}")
    if notice.kind == "part_breach" or appeal.state is not State.TAKEN:
        return [(card,)]
    if not allowed(reader, Action.ASK_PART, appeal):
        return [(card,)]
    if notice.kind == "part_given":
        return [(button("assemble", f"assemble:{it}"),), (card,)]
    return [(button("ask-another", f"ask-part:{it}"), card)]


def giving(part: Part) -> list[tuple[Button, ...]]:
    """What whoever is asked may do about it."""
    it = str(part.id)
    return [(button("give-part", f"give-part:{it}"), button("decline-part", f"no-part:{it}"))]
