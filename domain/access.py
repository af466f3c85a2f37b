"""Who may do what: one matrix, one function, asked again at every press."""

from __future__ import annotations

from enum import StrEnum

from domain.appeals import Appeal
from domain.ministry import Role
from domain.parts import Part, is_asked
from domain.people import Actor


class Action(StrEnum):
    """Everything a person can ask of the house."""

    # the client's own
    WRITE = "write"
    SEE_OWN_LIST = "see_own_list"
    SEE_OWN = "see_own"
    ADD_TO = "add_to"
    CHOOSE_TOPIC = "choose_topic"
    MOVE_WORDS = "move_words"
    CALL_OFF = "call_off"
    RESTORE = "restore"
    MAKE_OFFICIAL = "make_official"
    COMPLAIN = "complain"
    RATE = "rate"
    REOPEN = "reopen"
    JOIN_AS_EMPLOYEE = "join_as_employee"
    # officers' work
    SEE_QUEUE = "see_queue"
    SEE_UNIT_QUEUE = "see_unit_queue"
    SEE_ALL_QUEUES = "see_all_queues"
    SEE_APPROVALS = "see_approvals"
    SEE_CONTROL = "see_control"
    SEE_PARTS = "see_parts"
    SEE_CARD = "see_card"
    EXPORT = "export"
    LETTER = "letter"
    NOTE = "note"
    TAKE = "take"
    REPLY = "reply"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    ROUTE = "route"
    TRANSFER_AGAIN = "transfer_again"
    ASK_CLIENT = "ask_client"
    INFORM = "inform"
    PROMISE = "promise"
    KEEP_PROMISE = "keep_promise"
    ASK_PART = "ask_part"
    WITHDRAW_PART = "withdraw_part"
    SEE_PART = "see_part"
    GIVE_PART = "give_part"
    DECLINE_PART = "decline_part"
    REDIRECT = "redirect"
    LEAVE = "leave"
    REPORT_INCOMPLETE = "report_incomplete"
    EXTEND = "extend"
    DECIDE_EXTENSION = "decide_extension"
    PRIORITISE = "prioritise"
    TURN_OFFICIAL = "turn_official"
    DESCRIBE = "describe"
    SPLIT = "split"
    ANSWER_ORALLY = "answer_orally"
    BAR = "bar"
    CALL_BACK = "call_back"
    MARK_SENT = "mark_sent"
    SIGN = "sign"
    CONTROL = "control"
    END_CONTROL = "end_control"
    RETURN_FROM_CONTROL = "return_from_control"
    RECORD = "record"
    DRAFT = "draft"


class Scope(StrEnum):
    """How an appeal must stand to the actor."""

    NONE = "none"  # no appeal is needed
    OWN = "own"  # a client's: filed from this dialogue; an officer's: taken by them
    UNIT = "unit"  # in the queue of the actor's unit
    FREE = "free"  # there, and nobody has taken it
    SIGNED = "signed"  # its reply waits for the actor's approval
    CONTROLLED = "controlled"  # put under control by the actor
    PART = "part"  # the actor is asked for a part of its reply: of that part alone
    ANY = "any"


Rights = frozenset[tuple[Role | None, Scope]]

#: A client needs no role: their line is None.
_CLIENT: Rights = frozenset({(None, Scope.OWN)})
_ANYBODY: Rights = frozenset({(None, Scope.NONE)})
#: Whose it is, and nobody else. A head answers what has come to the head.
_HOLDER: Rights = frozenset({(Role.OFFICER, Scope.OWN), (Role.HEAD, Scope.OWN)})
#: Who may move an appeal on: not a colleague whose it is not.
_MOVERS: Rights = _HOLDER | {(Role.OFFICER, Scope.FREE), (Role.HEAD, Scope.UNIT)}
_HEAD: Rights = frozenset({(Role.HEAD, Scope.UNIT)})
_CONTROLLER: Rights = frozenset({(Role.CONTROLLER, Scope.ANY)})
_SIGNATORY: Rights = frozenset({(Role.SIGNATORY, Scope.SIGNED), (Role.HEAD, Scope.SIGNED)})
_CONTROLS: Rights = frozenset({(Role.CONTROLLER, Scope.CONTROLLED), (Role.HEAD, Scope.CONTROLLED)})
_READERS: Rights = (
    _HOLDER | _HEAD | _CONTROLLER | _SIGNATORY | _CONTROLS | {(Role.OFFICER, Scope.UNIT)}
)
#: Whoever is asked for a part sees and gives that part, and nothing else of the appeal.
_COEXECUTOR: Rights = frozenset({(Role.OFFICER, Scope.PART), (Role.HEAD, Scope.PART)})
_OFFICER: Rights = frozenset({(Role.OFFICER, Scope.NONE)})
_AT_WORK: Rights = _OFFICER | {(Role.HEAD, Scope.NONE)}

MATRIX: dict[Action, Rights] = {
    Action.WRITE: _ANYBODY,
    Action.SEE_OWN_LIST: _ANYBODY,
    Action.SEE_OWN: _CLIENT,
    Action.ADD_TO: _CLIENT,
    Action.CHOOSE_TOPIC: _CLIENT,
    Action.MOVE_WORDS: _CLIENT,
    Action.CALL_OFF: _CLIENT,
    Action.RESTORE: _CLIENT,
    Action.MAKE_OFFICIAL: _CLIENT,
    Action.COMPLAIN: _CLIENT,
    Action.RATE: _CLIENT,
    Action.REOPEN: _CLIENT,
    Action.JOIN_AS_EMPLOYEE: _ANYBODY,
    Action.SEE_QUEUE: _AT_WORK,
    Action.SEE_UNIT_QUEUE: _AT_WORK,
    Action.SEE_ALL_QUEUES: frozenset({(Role.CONTROLLER, Scope.NONE)}),
    Action.SEE_APPROVALS: frozenset({(Role.SIGNATORY, Scope.NONE)}),
    Action.SEE_CONTROL: frozenset({(Role.CONTROLLER, Scope.NONE), (Role.HEAD, Scope.NONE)}),
    Action.SEE_PARTS: _AT_WORK,
    Action.SEE_CARD: _READERS,
    Action.EXPORT: _READERS,
    Action.LETTER: _READERS,
    Action.NOTE: _READERS,
    # what is theirs stays theirs to answer when they have moved to another unit
    Action.TAKE: _HOLDER | {(Role.OFFICER, Scope.FREE)},
    Action.REPLY: _HOLDER,
    Action.HAND_OVER: _MOVERS,
    Action.GIVE_BACK: _MOVERS,
    Action.ROUTE: _MOVERS,
    Action.TRANSFER_AGAIN: _HEAD,
    Action.ASK_CLIENT: _HOLDER,
    Action.INFORM: _HOLDER,
    Action.PROMISE: _HOLDER,
    Action.KEEP_PROMISE: _HOLDER,
    Action.ASK_PART: _HOLDER,
    Action.WITHDRAW_PART: _HOLDER,
    Action.SEE_PART: _COEXECUTOR,
    Action.GIVE_PART: _COEXECUTOR,
    Action.DECLINE_PART: _COEXECUTOR,
    Action.REDIRECT: _MOVERS,
    Action.LEAVE: _MOVERS,
    Action.REPORT_INCOMPLETE: _HOLDER,
    Action.EXTEND: _HOLDER,
    Action.DECIDE_EXTENSION: _HEAD,
    Action.PRIORITISE: _MOVERS | _CONTROLLER,
    Action.TURN_OFFICIAL: _MOVERS,
    Action.DESCRIBE: _MOVERS,
    Action.SPLIT: _HOLDER,
    Action.ANSWER_ORALLY: _HOLDER,
    Action.BAR: _MOVERS | _CONTROLLER,
    # the head's, too: whose reply it is may have left the ministry
    Action.CALL_BACK: _HOLDER | _HEAD,
    Action.MARK_SENT: _HOLDER | _HEAD,
    Action.SIGN: _SIGNATORY,
    Action.CONTROL: _HEAD | _CONTROLLER,
    Action.END_CONTROL: _CONTROLS,
    Action.RETURN_FROM_CONTROL: _CONTROLS,
    Action.RECORD: _AT_WORK,
    # whatever an employee has begun to write; the action itself is asked for again at its end
    Action.DRAFT: _AT_WORK | {(Role.SIGNATORY, Scope.NONE), (Role.CONTROLLER, Scope.NONE)},
}


def scopes(actor: Actor, appeal: Appeal | None, part: Part | None = None) -> frozenset[Scope]:
    """How the appeal, and a part of its reply, stand to the employee."""
    if appeal is None:
        return frozenset({Scope.NONE})
    found = {Scope.ANY}
    if actor.employee and appeal.officer == actor.employee.id:
        found.add(Scope.OWN)
    if actor.employee and appeal.unit == actor.unit:
        found |= {Scope.UNIT} if appeal.officer else {Scope.UNIT, Scope.FREE}
    if actor.employee and appeal.signatory == actor.employee.id:
        found.add(Scope.SIGNED)
    if actor.employee and appeal.control == actor.employee.id:
        found.add(Scope.CONTROLLED)
    if actor.employee and part and part.appeal == appeal.id and is_asked(part, actor.employee):
        found.add(Scope.PART)
    return frozenset(found)


def allowed(
    actor: Actor, action: Action, appeal: Appeal | None = None, part: Part | None = None
) -> bool:
    """May the actor do this to the appeal, or to a part of its reply, now? Nobody works on an
    appeal of their own (E9), nor on a complaint about themselves (N-1052 §7)."""
    filed = appeal is not None and appeal.chat == actor.chat
    barred = appeal is not None and actor.employee and appeal.barred == actor.employee.id
    as_client = {Scope.OWN} if filed else {Scope.NONE} if appeal is None else set()
    as_employee = frozenset() if filed or barred else scopes(actor, appeal, part)
    return any(
        scope in as_client if role is None else role in actor.roles and scope in as_employee
        for role, scope in MATRIX[action]
    )


def needs_no_appeal(action: Action) -> bool:
    """Whether the action is asked for without naming an appeal."""
    return all(scope is Scope.NONE for _, scope in MATRIX[action])
