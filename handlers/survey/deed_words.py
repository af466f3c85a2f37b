"""How a deed is told, and to whom: whoever has it, or acts for them today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.appeals import straight
from domain.surveys.deeds import Deed, DeedState
from domain.talk import Button, Reply
from handlers.flow import Scene
from handlers.house import House
from storage.unit import Unit
from texts import button, moments, say, words


def line(house: House, deed: Deed, now: datetime, *, whole: bool = False) -> str:
    """A deed in a few lines: what, who, by when, how it stands."""
    late = deed.state is DeedState.OPEN and deed.due_at <= now
    return words(
        "deed-line" if not whole else "deed-page",
        text=straight(deed.text),
        who=house.who_now(deed.employee, now),
        by=house.who(deed.assigned_by),
        day=moments.day_of(deed.due_at, house.zone),
        state="late" if late else str(deed.state),
        done=straight(deed.done_text) if deed.done_text else "none",
    )


async def tell(scene: Scene, employee: str, name: str, deed: Deed, **values: Any) -> None:
    """Whoever this is, or whoever acts for them, hears of it, with the way to open it."""
    told = worded(scene.house, name, (opens(deed),), deed, **values)
    await post(scene.unit, scene.house, [employee], told, scene.now)


def worded(house: House, name: str, rows: Iterable[Button], deed: Deed, **values: Any) -> Reply:
    return say(
        name,
        *rows,
        text=straight(deed.text),
        who=house.who(deed.employee),
        by=house.who(deed.assigned_by),
        day=moments.day_of(deed.due_at, house.zone),
        done=straight(deed.done_text) if deed.done_text else "none",
        **values,
    )


async def post(
    unit: Unit, house: House, employees: Iterable[str], told: Reply, now: datetime
) -> None:
    """Each of them once, or whoever acts for them."""
    whom = sorted({house.acting(one, now) for one in employees})
    for chat in (await unit.chats.of_employees(whom)).values():
        unit.outbox.post(chat, told, now, kind="notice")


def opens(deed: Deed) -> Button:
    return button("deed-open", f"deed:{deed.id}")
