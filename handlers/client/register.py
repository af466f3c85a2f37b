"""Registering an appeal: number, unit, window, notice, all in the transaction that heard it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.appeals import Appeal
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
    house, now = scene.house, scene.now
    sure = house.router.propose(heard.text).sure
    topic = house.ministry.topics[sure] if sure else None
    unit = topic.unit if topic else house.ministry.default_unit.id
    window = house.reply_window(heard.received_at)
    appeal = await scene.unit.appeals.register(
        scene.chat,
        house.year(now),
        topic=topic.id if topic else "",
        unit=unit,
        officer="",
        sorting=topic is None,
        album=heard.album,
        written_at=heard.at,
        received_at=heard.received_at,
        due_at=window.due_at if window else None,
    )
    if window:
        scene.unit.windows.open(appeal, window)
    else:
        tell_administrators(scene.unit, house, appeal, now)
    scene.unit.appeals.record(
        appeal, "registered", "client", now, unit=unit, topic=appeal.topic, by_words=bool(topic)
    )
    notify_unit(scene.unit, appeal, now)
    return appeal


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
