"""Views on record: whoever reads somebody's personal data and is not the officer responsible.

Responsible is whoever has the appeal, and whoever stands in for them while they are away: they
cannot answer it unread. Everybody else leaves a line, a co-executor, a signatory, a head and a
colleague who has not taken it yet included (M-97 §6.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from domain.access import Action
from domain.appeals import Appeal

if TYPE_CHECKING:
    from handlers.flow import Scene

#: what is read by whoever is allowed an action; every verb of these leaves a line
READS: Mapping[Action, str] = {
    Action.SEE_CARD: "card",
    Action.EXPORT: "export",
    Action.LETTER: "letter",
    Action.SEE_PART: "part",
    Action.DESCRIBE: "data",
    Action.SIGN: "reply",
    Action.DECIDE_EXTENSION: "reply",
}
#: what some verbs of the above read instead
BY_VERB: Mapping[str, str] = {"files": "files", "repeat": "repeat"}


def reads(scene: Scene, appeal: Appeal, what: str) -> None:
    """`what` of the appeal is being read now, or what the pressed verb reads instead: on record
    unless by the officer responsible; "" for nothing."""
    actor = scene.actor
    if what and actor.employee and appeal.officer not in actor.ids:
        read = BY_VERB.get(scene.event.tap.partition(":")[0], what)
        scene.unit.views.note(appeal, actor.employee.id, read, scene.now)
