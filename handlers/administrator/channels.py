"""How each channel runs: what it is used for, what came and left last, and what waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.access import Action
from domain.talk import Channel
from handlers.administrator.desk import shown
from handlers.flow import Flow, Scene, Turn
from texts import button, moments, words, written

flow = Flow()

#: how long what was given up is counted
WEEK = timedelta(days=7)


@flow.tapped("admin-channels", Action.SEE_CHANNELS)
async def channels(scene: Scene) -> Turn:
    """Every channel the ministry may use, on or off."""
    waiting = await scene.unit.upkeep.waiting()
    given_up = await scene.unit.upkeep.given_up(scene.now - WEEK)
    parts = [words("admin-channels-heading")]
    for channel in scene.house.ministry.channels:
        rows = [row for row in waiting if row["channel"] == channel]
        heard, sent = await scene.unit.upkeep.last(channel)
        facts = _facts(scene, channel, rows) | {"dead": given_up.get(channel, 0)}
        parts.append(
            words("admin-channel", heard=_at(scene, heard), sent=_at(scene, sent), **facts)
        )
    rows_ = (
        (button("refresh", "admin-channels"), button("admin-failures", "admin-failures")),
        (button("admin", "admin"), button("menu", "menu")),
    )
    return shown(scene, written("\n\n".join(parts), *rows_))


def _facts(scene: Scene, channel: Channel, rows: list[dict[str, Any]]) -> dict[str, Any]:
    by_state = {row["state"]: row["n"] for row in rows}
    oldest = min((row["oldest"] for row in rows), default=None)
    policies = scene.house.ministry.channels[channel]
    return {
        "channel": str(channel),
        "clients": str(policies["clients"]),
        "employees": str(policies["employees"]),
        "waiting": sum(by_state.values()),
        "oldest": _at(scene, oldest),
        "retried": by_state.get("retry", 0),
        "unknown": by_state.get("unknown", 0),
    }


def _at(scene: Scene, moment: datetime | None) -> str:
    return moments.stamp(moment, scene.house.zone) if moment else "none"
