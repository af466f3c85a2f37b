"""What a client is told on the way: questions, progress, notices. None of it closes anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.appeals import Appeal
from domain.talk import Button, Reply
from handlers.flow import Scene
from handlers.house import House
from storage.unit import Unit
from texts import say


async def tell(  # noqa: PLR0913 - what is told, as what, with what
    scene: Scene,
    appeal: Appeal,
    text: str,
    kind: str,
    *,
    said: str | None = None,
    files: Sequence[int] = (),
    rows: Sequence[Sequence[Button]] = (),
    author: str = "",
) -> int:
    """Tell the client, as `kind` "question", "interim" or "notice"; returns the entry.

    `said` is the officer's part of `text` where the house adds words of its own, `author` whose
    words they are when another sends them. When it cannot be delivered, its author hears of it; an
    appeal without a dialogue only keeps it, and the officer sends it by the way it came."""
    chat = await scene.unit.chats.find(appeal.chat)
    words = text if said is None else said
    entry = scene.unit.exchange.said(
        appeal.id, chat, words, scene.now, author=author or scene.actor.id, kind=kind
    )
    scene.unit.exchange.give_files(files, entry)
    if chat is None:
        return entry
    attached = tuple(file.attached for file in await scene.unit.exchange.files(list(files)))
    reply = Reply(text, tuple(tuple(row) for row in rows), attached)
    scene.unit.outbox.post(chat, reply, scene.now, kind="word", about=entry)
    return entry


async def let_know(scene: Scene, appeal: Appeal, reply: Reply) -> None:
    """A change of status, told in the house's own words (W12)."""
    await know(scene.unit, appeal, reply, scene.now)


async def know(unit: Unit, appeal: Appeal, reply: Reply, now: datetime) -> None:
    """The same, whoever has changed it. When it cannot be delivered, the officer hears of it."""
    chat = await unit.chats.find(appeal.chat)
    if chat is not None and chat.reachable:
        unit.outbox.post(chat, reply, now, kind="status", about=appeal.id)
    elif chat is not None:
        unheard(unit, appeal, now)


def unheard(unit: Unit, appeal: Appeal, now: datetime) -> None:
    """Whoever works on it hears, once, that the client is not told how it goes."""
    if appeal.officer and appeal.is_open:
        once = f"unheard:{appeal.id}:{appeal.officer}"
        unit.notices.note(appeal, "unheard", now, employee=appeal.officer, once=once)


def status(house: House, name: str, appeal: Appeal, now: datetime) -> Reply:
    """A change of status in the client's words: who works on it now, and what happens next."""
    return say(
        f"status-told-{name}",
        number=appeal.number,
        unit=house.unit_name(appeal.unit),
        who=house.who(house.acting(appeal.officer, now)),
        promise=house.promise(appeal, now),
    )
