"""What stands in the way of what cannot be done to an appeal now, for whoever may know."""

from __future__ import annotations

from datetime import datetime

from domain.actions import Action
from domain.appeals import Appeal, Kind, State
from domain.life import RUNNING, wrong_kind
from domain.people import Actor
from domain.refusal import Refused
from handlers.house import House

#: what a client hears of an appeal that is closed, unless it was answered
_CLIENTS = {
    State.NOT_APPEAL: "already-called-off",
    State.REDIRECTED: "already-closed",
    State.LEFT: "already-closed",
}
#: what an officer hears of an appeal of theirs that has moved on
_OWN_STATES = {
    State.SENDING: "reply-leaving",
    State.APPROVAL: "reply-at-signatory",
    State.DISPATCH: "reply-not-sent-yet",
    State.CONTROL: "reply-under-control",
}


def in_the_way(house: House, actor: Actor, action: Action, found: Appeal, now: datetime) -> Refused:
    """The refusal that says why: its kind, what became of it, or who has it."""
    if wrong_kind(action, found):
        name = "already-official" if found.kind is Kind.OFFICIAL else "only-official"
        name = "only-citizens" if found.kind.internal else name
        return Refused(name, number=found.number)
    if found.chat == actor.chat:
        if action is Action.RESTORE:
            return Refused("stale-button")
        name = _CLIENTS.get(found.state, "already-answered")
        if found.state in RUNNING:
            name = "no-mark-now" if action is Action.RATE else "already-taken"
        return Refused(name, number=found.number, unit=house.unit_name(found.unit))
    if found.officer not in {"", *actor.ids} and found.is_open:
        return house.held_by(found, now)
    own = _OWN_STATES.get(found.state, "not-any-more")
    return Refused(own, number=found.number, who=house.who(found.control))
