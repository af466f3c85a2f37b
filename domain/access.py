"""Who may do what: one matrix, one function, asked again at every press."""

from __future__ import annotations

from enum import StrEnum

from domain.appeals import Appeal
from domain.ministry import Role
from domain.people import Actor


class Action(StrEnum):
    """Everything a person can ask of the house."""

    # the client's own
    WRITE = "write"
    SEE_OWN_LIST = "see_own_list"
    SEE_OWN = "see_own"
    ADD_TO = "add_to"
    CHOOSE_TOPIC = "choose_topic"
    CALL_OFF = "call_off"
    JOIN_AS_EMPLOYEE = "join_as_employee"
    # officers' work
    SEE_QUEUE = "see_queue"
    SEE_UNIT_QUEUE = "see_unit_queue"
    SEE_ALL_QUEUES = "see_all_queues"
    SEE_CARD = "see_card"
    TAKE = "take"
    REPLY = "reply"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    ROUTE = "route"
    DRAFT = "draft"


class Scope(StrEnum):
    """How an appeal must stand to the actor."""

    NONE = "none"  # no appeal is needed
    OWN = "own"  # a client's: filed from this dialogue; an officer's: taken by them
    UNIT = "unit"  # in the queue of the actor's unit
    FREE = "free"  # there, and nobody has taken it
    ANY = "any"


#: Who may move an appeal on: not a colleague whose it is not.
_MOVERS: frozenset[tuple[Role | None, Scope]] = frozenset(
    {(Role.OFFICER, Scope.OWN), (Role.OFFICER, Scope.FREE), (Role.HEAD, Scope.UNIT)}
)
#: A client needs no role: their line is None.
MATRIX: dict[Action, frozenset[tuple[Role | None, Scope]]] = {
    Action.WRITE: frozenset({(None, Scope.NONE)}),
    Action.SEE_OWN_LIST: frozenset({(None, Scope.NONE)}),
    Action.SEE_OWN: frozenset({(None, Scope.OWN)}),
    Action.ADD_TO: frozenset({(None, Scope.OWN)}),
    Action.CHOOSE_TOPIC: frozenset({(None, Scope.OWN)}),
    Action.CALL_OFF: frozenset({(None, Scope.OWN)}),
    Action.JOIN_AS_EMPLOYEE: frozenset({(None, Scope.NONE)}),
    Action.SEE_QUEUE: frozenset({(Role.OFFICER, Scope.NONE)}),
    Action.SEE_UNIT_QUEUE: frozenset({(Role.OFFICER, Scope.NONE), (Role.HEAD, Scope.NONE)}),
    Action.SEE_ALL_QUEUES: frozenset({(Role.CONTROLLER, Scope.NONE)}),
    Action.SEE_CARD: frozenset(
        {
            (Role.OFFICER, Scope.OWN),
            (Role.OFFICER, Scope.UNIT),
            (Role.HEAD, Scope.UNIT),
            (Role.CONTROLLER, Scope.ANY),
        }
    ),
    # what is theirs stays theirs to answer when they have moved to another unit
    Action.TAKE: frozenset({(Role.OFFICER, Scope.UNIT), (Role.OFFICER, Scope.OWN)}),
    Action.REPLY: frozenset({(Role.OFFICER, Scope.OWN)}),
    Action.HAND_OVER: _MOVERS,
    Action.GIVE_BACK: _MOVERS,
    Action.ROUTE: _MOVERS,
    Action.DRAFT: frozenset({(Role.OFFICER, Scope.NONE)}),
}


def scopes(actor: Actor, appeal: Appeal | None) -> frozenset[Scope]:
    """How the appeal stands to the employee."""
    if appeal is None:
        return frozenset({Scope.NONE})
    found = {Scope.ANY}
    if actor.employee and appeal.officer == actor.employee.id:
        found.add(Scope.OWN)
    if actor.employee and appeal.unit == actor.unit:
        found |= {Scope.UNIT} if appeal.officer else {Scope.UNIT, Scope.FREE}
    return frozenset(found)


def allowed(actor: Actor, action: Action, appeal: Appeal | None = None) -> bool:
    """May the actor do this to the appeal, now? Nobody works on an appeal of their own (E9)."""
    filed = appeal is not None and appeal.chat == actor.chat
    as_client = {Scope.OWN} if filed else {Scope.NONE} if appeal is None else set()
    as_employee = frozenset() if filed else scopes(actor, appeal)
    return any(
        scope in as_client if role is None else role in actor.roles and scope in as_employee
        for role, scope in MATRIX[action]
    )


def needs_no_appeal(action: Action) -> bool:
    """Whether the action is asked for without naming an appeal."""
    return all(scope is Scope.NONE for _, scope in MATRIX[action])
