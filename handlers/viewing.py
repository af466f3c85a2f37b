"""Views on record: whoever reads somebody's personal data and is not the officer responsible.

Responsible is whoever has the appeal, and whoever stands in for them while they are away: they
cannot answer it unread. Everybody else leaves a line, a co-executor, a signatory, a head and a
colleague who has not taken it yet included (M-97 §6.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.access import Action
from domain.appeals import Appeal
from domain.people import Actor
from storage.unit import Unit

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


def read_by(tap: str, what: str) -> str:
    """What a press reads: `what` its action does, unless its verb reads something else."""
    return BY_VERB.get(tap.partition(":")[0], what)


def view(unit: Unit, actor: Actor, appeal: Appeal, what: str, now: datetime) -> None:
    """`what` of the appeal is being read; on record unless this is the officer responsible."""
    if actor.employee and appeal.officer not in actor.ids:
        unit.views.note(appeal, actor.employee.id, what, now)
