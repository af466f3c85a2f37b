"""Why a reply is due when it is: clause, start, the hours counted day by day, the due moment."""

from __future__ import annotations

from datetime import timedelta

from domain.appeals import Appeal
from domain.talk import Reply
from domain.windows import Window, arithmetic
from domain.worktime import Counted
from handlers.flow import Scene
from texts import moments, words, written


async def why(scene: Scene, appeal: Appeal) -> Reply:
    """The arithmetic of every window of the appeal, the earliest due first."""
    kept = await scene.unit.windows.of_appeal(appeal)
    windows = sorted((one.window for one in kept), key=lambda window: window.due_at)
    if not windows:
        return written(words("why-unknown", number=appeal.number))
    parts = [words("why-heading", number=appeal.number), *(_one(scene, w) for w in windows)]
    return written("\n\n".join(parts))


def _one(scene: Scene, window: Window) -> str:
    house = scene.house
    rule = house.ministry.windows[window.rule]
    lines = [
        words(
            "why-rule",
            rule=words(f"window-{window.rule.replace('_', '-')}"),
            clause=window.clause,
            amount=rule.within.amount,
            span=rule.within.span.name.lower().replace("_", "-"),
        ),
        words("why-start", at=moments.on(window.starts_at, house.zone, scene.now)),
        *(_day(scene, counted) for counted in arithmetic(rule, window, house.calendar)),
        words("why-due", at=moments.on(window.due_at, house.zone, scene.now)),
    ]
    return "\n".join(lines)


def _day(scene: Scene, counted: Counted) -> str:
    day = moments.day_name(counted.day)
    if counted.counted == timedelta(0):
        return words("why-day-off", day=day, kind=counted.kind.name.lower().replace("_", "-"))
    spans = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in counted.spans)
    return words(
        "why-day",
        day=day,
        spans=spans,
        short="yes" if counted.kind.name == "SHORT" else "no",
        counted=moments.span(counted.counted),
        left=moments.span(counted.left),
    )
