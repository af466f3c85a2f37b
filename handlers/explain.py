"""Why a reply is due when it is: clause, start, the time counted, what stood still, the due moment.

Employees see every window of an appeal. A client sees those in which something is done for them:
whether a receipt was late, what a co-executor owes a colleague and till when an extension may be
asked for are the house's own affairs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.appeals import Appeal
from domain.ministry import WindowRule
from domain.talk import Reply
from domain.windows import Window, WindowState, base_rule
from handlers.counting import Told, counted
from handlers.flow import Scene
from texts import moments, words, written

#: How the code names a clause of an order, e.g. "M-97 \u00a710".
_CLAUSE = re.compile("[A-Z]+-([0-9]+) \u00a7(.+)")
_LAW = re.compile("([0-9]+)-FZ \u00a7(.+)")
#: what a client is shown
FOR_CLIENTS = frozenset(
    {"message_reply", "official_reply", "promise", "internal_written", "internal_oral"}
)


@dataclass(frozen=True, slots=True)
class Explained:
    """An appeal whose windows are explained to somebody, with all that is known for it."""

    scene: Scene
    appeal: Appeal
    windows: Sequence[Window]
    history: Sequence[dict[str, Any]]
    to_client: bool


async def why(scene: Scene, appeal: Appeal, to_client: bool = False) -> Reply:
    """The arithmetic of every window of the appeal, the earliest due first; one that nobody waits
    for any more is not shown."""
    kept = await scene.unit.windows.of_appeal(appeal)
    shown = [
        one.window
        for one in kept
        if one.window.state is not WindowState.DROPPED
        and (not to_client or (one.part is None and base_rule(one.window.rule) in FOR_CLIENTS))
    ]
    if not shown:
        name = "why-unknown" if appeal.is_open else "why-closed"
        return written(words(name, number=appeal.number))
    history = await scene.unit.appeals.history(appeal)
    whole = Explained(scene, appeal, [one.window for one in kept], history, to_client)
    windows = sorted(shown, key=lambda window: window.due_at)
    parts = [words("why-heading", number=appeal.number), *(_one(whole, w) for w in windows)]
    return written("\n\n".join(parts))


def _one(whole: Explained, window: Window) -> str:
    rule = whole.scene.house.rule(window.rule)
    lines = [
        words(
            "why-rule",
            rule=words(f"window-{base_rule(window.rule).replace('_', '-')}"),
            clause=clause_text(window.clause),
            amount=window.within.amount,
            span=window.within.span.name.lower().replace("_", "-"),
        ),
        words("why-start", event=_event(whole, rule, window), at=_on(whole, window.starts_at)),
    ]
    if base_rule(window.rule) != window.rule:
        process = whole.scene.house.ministry.processes.get(window.rule.partition(":")[2])
        lines.insert(1, words("why-process", process=process.title if process else "none"))
    if window.state.waits and not whole.to_client:
        lines.insert(1, words("why-met-by", what=rule.met_by))
    lines += counted(_told(whole, window))
    lines += _moved(whole, window)
    return "\n".join([*lines, _due(whole, window)])


def _event(whole: Explained, rule: WindowRule, window: Window) -> str:
    """What it runs from; a message called off and taken up again runs from neither."""
    again = rule.starts == "received" and window.starts_at != whole.appeal.received_at
    return "other" if again else rule.starts


def _told(whole: Explained, window: Window) -> Told:
    main = [w for w in whole.windows if w.rule == "official_reply"]
    own = [row for row in whole.history if row["details"].get("rule") == window.rule]
    return Told(
        whole.scene.house,
        window,
        [row for row in own if row["at"] >= window.starts_at],
        main[-1].due_at if main else None,
        "own" if whole.to_client else "other",
        whole.scene.now,
        whole.appeal.unit,
        _zone(whole),
    )


def _moved(whole: Explained, window: Window) -> list[str]:
    """Extensions, and what a changed calendar or rule made of it."""
    lines = []
    for row in whole.history:
        facts = row["details"]
        if facts.get("rule") != window.rule or row["at"] < window.starts_at:
            continue
        at = moments.stamp(row["at"], _zone(whole))
        if row["what"] == "extended":
            to = datetime.fromisoformat(facts["to"])
            until = moments.until(to, _zone(whole), whole.scene.now)
            lines.append(words("why-extended", at=at, until=until, reason=facts["reason"]))
        elif row["what"] == "window_moved":
            before = _on(whole, datetime.fromisoformat(facts["came_from"]))
            lines.append(words("why-moved", at=at, before=before))
    return lines


def _due(whole: Explained, window: Window) -> str:
    now, due_at = whole.scene.now, _on(whole, window.due_at)
    if not window.state.waits:
        late = "yes" if window.state is WindowState.LATE else "no"
        return words("why-done", late=late, at=due_at)
    if window.paused_at:
        return words("why-due-paused", at=due_at)
    return words("why-due", at=due_at, past="yes" if window.due_at <= now else "no")


def _on(whole: Explained, at: datetime) -> str:
    return moments.on(at, _zone(whole), whole.scene.now)


def _zone(whole: Explained) -> str:
    """A client reads the ministry's time, an employee that of their own unit."""
    house = whole.scene.house
    return house.zone if whole.to_client else house.zone_of(whole.scene.actor.unit)


def clause_text(clause: str) -> str:
    """The clause as people read it; one that the organisation file words itself stays so."""
    if law := _LAW.fullmatch(clause):
        return words("clause-of-law", law=law[1], article=law[2])
    found = _CLAUSE.fullmatch(clause)
    return words("clause", order=found[1], point=found[2]) if found else clause
