"""Why a reply is due when it is: clause, start, the hours counted day by day, the due moment."""

from __future__ import annotations

import re
from datetime import timedelta

from domain.appeals import Appeal
from domain.talk import Reply
from domain.windows import Window, WindowState, arithmetic
from domain.worktime import Counted
from handlers.flow import Scene
from texts import moments, words, written

#: How the code names a clause of an order, e.g. "M-97 \u00a710".
_CLAUSE = re.compile("[A-Z]+-([0-9]+) \u00a7(.+)")
_LAW = re.compile("([0-9]+)-FZ \u00a7(.+)")


async def why(scene: Scene, appeal: Appeal) -> Reply:
    """The arithmetic of every window of the appeal, the earliest due first; one that nobody waits
    for any more is not shown."""
    kept = [one.window for one in await scene.unit.windows.of_appeal(appeal)]
    shown = [window for window in kept if window.state is not WindowState.DROPPED]
    windows = sorted(shown, key=lambda window: window.due_at)
    if not windows:
        name = "why-unknown" if appeal.is_open else "why-closed"
        return written(words(name, number=appeal.number))
    parts = [words("why-heading", number=appeal.number), *(_one(scene, w) for w in windows)]
    return written("\n\n".join(parts))


def _one(scene: Scene, window: Window) -> str:
    house = scene.house
    rule = house.ministry.windows[window.rule]
    lines = [
        words(
            "why-rule",
            rule=words(f"window-{window.rule.replace('_', '-')}"),
            clause=clause_text(window.clause),
            amount=rule.within.amount,
            span=rule.within.span.name.lower().replace("_", "-"),
        ),
        words("why-start", at=moments.on(window.starts_at, house.zone, scene.now)),
        *(_day(scene, counted) for counted in arithmetic(rule, window, house.calendar)),
        words(
            "why-due",
            at=moments.on(window.due_at, house.zone, scene.now),
            past="yes" if window.due_at <= scene.now else "no",
        ),
    ]
    return "\n".join(lines)


def clause_text(clause: str) -> str:
    """The clause as people read it; one that the organisation file words itself stays so."""
    if law := _LAW.fullmatch(clause):
        return words("clause-of-law", law=law[1], article=law[2])
    found = _CLAUSE.fullmatch(clause)
    return words("clause", order=found[1], point=found[2]) if found else clause


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
