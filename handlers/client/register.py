"""Registering an appeal: number, unit, window, notice, all in the transaction that heard it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.appeals import Appeal
from domain.windows import Window
from handlers.flow import Scene
from handlers.house import House
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Heard:
    """The words an appeal begins with. `at` is the messenger's time, `received_at` the moment the
    house detected them: its windows run from there."""

    text: str
    at: datetime
    received_at: datetime
    album: str = ""

    @classmethod
    def now(cls, scene: Scene) -> Heard:
        """What has been said just now."""
        event = scene.event
        return cls(event.text, event.at, scene.now, event.album)


async def register(scene: Scene, heard: Heard) -> Appeal:
    """A new appeal of this dialogue, routed by its words; unsure ones go to be sorted."""
    house = scene.house
    sure = house.router.propose(heard.text).sure
    topic = house.ministry.topics[sure] if sure else None
    unit = topic.unit if topic else house.ministry.default_unit.id
    name = topic.id if topic else ""
    facts = {"unit": unit, "topic": name, "by_words": bool(topic)}
    place = {"topic": name, "unit": unit, "officer": "", "sorting": topic is None}
    appeal = await enter(scene, heard, "registered", facts, **place)
    notify_unit(scene.unit, appeal, scene.now)
    return appeal


async def enter(
    scene: Scene, heard: Heard, what: str, facts: dict[str, Any], **place: Any
) -> Appeal:
    """A new appeal of this dialogue where it belongs, with its number and window, and the line
    `what` with `facts` in its history. Nobody is told of it by this."""
    house, now = scene.house, scene.now
    window = house.reply_window(heard.received_at, str(place["unit"]))
    appeal = await scene.unit.appeals.register(
        scene.chat,
        house.year(now),
        album=heard.album,
        written_at=heard.at,
        received_at=heard.received_at,
        filer=scene.chat.employee,
        due_at=window.due_at if window else None,
        **place,
    )
    clocked(scene, appeal, window)
    scene.unit.appeals.record(appeal, what, "client", now, **facts)
    return appeal


def clocked(scene: Scene, appeal: Appeal, window: Window | None) -> None:
    """Its time runs from now on; None where there is no calendar to reckon it with."""
    if window:
        scene.unit.windows.open(appeal, window)
    else:
        tell_administrators(scene.unit, scene.house, appeal, scene.now)


def notify_unit(unit: Unit, appeal: Appeal, now: datetime) -> None:
    """The officers of the appeal's unit hear of it, once for each time it comes to them."""
    kind = "sorting" if appeal.sorting else "new"
    unit.notices.note(appeal, kind, now, unit=appeal.unit)


def tell_administrators(unit: Unit, house: House, appeal: Appeal, now: datetime) -> None:
    """There is no calendar to reckon this appeal's window with."""
    year = house.year(now)
    for administrator in house.ministry.administrators:
        unit.notices.note(
            appeal,
            "no_calendar",
            now,
            employee=administrator.id,
            once=f"no_calendar:{administrator.id}:{now.date()}",
            year=year,
        )
