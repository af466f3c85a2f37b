"""Who may do what: one matrix, one function, asked again at every press."""

from __future__ import annotations

from dataclasses import replace

from domain.actions import Action, Scope
from domain.appeals import Appeal, Kind
from domain.ministry import Employee, Role
from domain.parts import Part, is_asked
from domain.people import Actor, Capacity

__all__ = [
    "MATRIX",
    "OF_PEOPLE",
    "Action",
    "Scope",
    "acts_as",
    "allowed",
    "allowed_about",
    "allowed_in",
    "besides",
    "is_filed_by",
    "is_of_own_people",
    "needs_no_appeal",
    "scopes",
]

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
_BELOW: Rights = frozenset({(Role.HEAD, Scope.BELOW)})
_READERS: Rights = (
    _HOLDER | _HEAD | _BELOW | _CONTROLLER | _SIGNATORY | _CONTROLS | {(Role.OFFICER, Scope.UNIT)}
)
#: Whoever is asked for a part sees and gives that part, and nothing else of the appeal.
_COEXECUTOR: Rights = frozenset({(Role.OFFICER, Scope.PART), (Role.HEAD, Scope.PART)})
_OFFICER: Rights = frozenset({(Role.OFFICER, Scope.NONE)})
_AT_WORK: Rights = _OFFICER | {(Role.HEAD, Scope.NONE)}
#: whoever works here
_EMPLOYEE: Rights = frozenset({(Role.EMPLOYEE, Scope.NONE)})
_ADMINISTRATOR: Rights = frozenset({(Role.ADMINISTRATOR, Scope.NONE)})
#: who is in charge of people: heads of theirs, the administrator of all
_IN_CHARGE: Rights = _HEAD | _BELOW | {(Role.ADMINISTRATOR, Scope.ANY)}

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
    Action.READ_ARTICLES: _ANYBODY,
    Action.CHANGE_HAT: _ANYBODY,
    Action.SEE_DESK: _EMPLOYEE,
    Action.FILE_REQUEST: _EMPLOYEE,
    Action.SEE_REQUESTS: _EMPLOYEE,
    Action.WRITE_UPWARD: _EMPLOYEE,
    Action.PROPOSE: _EMPLOYEE,
    Action.READ_INTERNAL_ARTICLES: _EMPLOYEE,
    Action.SET_OWN_ABSENCE: _EMPLOYEE,
    # under either hat; whoever has no access loses none
    Action.LOSE_PHONE: _ANYBODY,
    Action.PROVE: _EMPLOYEE,
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
    Action.SEE_BELOW: frozenset({(Role.HEAD, Scope.NONE)}),
    Action.SEE_STAFF: _IN_CHARGE,
    Action.INVITE: _IN_CHARGE,
    # a head's word, a controller's or an administrator's; never one's own, nor the inviter's
    Action.CONFIRM_JOINING: _IN_CHARGE | _CONTROLLER,
    Action.REVOKE: _IN_CHARGE,
    Action.SET_ABSENCE: _IN_CHARGE,
    Action.SEE_PROPOSALS: frozenset({(Role.CONTROLLER, Scope.NONE)}),
    Action.EDIT_STAFF: _ADMINISTRATOR,
    Action.EDIT_UNITS: _ADMINISTRATOR,
    Action.EDIT_TOPICS: _ADMINISTRATOR,
    Action.EDIT_DAYS: _ADMINISTRATOR,
    Action.EDIT_WINDOWS: _ADMINISTRATOR,
    Action.SEE_CHANNELS: _ADMINISTRATOR,
    Action.SEE_QUARANTINE: _ADMINISTRATOR,
    Action.SEE_FAILURES: _ADMINISTRATOR,
    Action.SEE_HEALTH: _ADMINISTRATOR,
    Action.SEE_VIEWS: _ADMINISTRATOR | {(Role.CONTROLLER, Scope.NONE)},
}
#: What is done to people, not to appeals.
OF_PEOPLE = frozenset(
    {
        Action.SEE_STAFF,
        Action.INVITE,
        Action.CONFIRM_JOINING,
        Action.REVOKE,
        Action.SET_ABSENCE,
    }
)


def scopes(capacity: Capacity, appeal: Appeal | None, part: Part | None = None) -> frozenset[Scope]:
    """How the appeal, and a part of its reply, stand to somebody in this capacity."""
    if appeal is None:
        return frozenset({Scope.NONE})
    employee = capacity.employee
    citizen = not appeal.kind.internal
    # whoever stands in for somebody works on no appeal that one may not work on
    filed = appeal.filer == employee.id or (citizen and appeal.filer in capacity.people)
    if appeal.barred == employee.id or filed:
        return frozenset()
    own = appeal.officer == employee.id
    # a letter is for whoever it was written to, and for nobody beside them (D-139 §5.2)
    for_them = own or appeal.kind is not Kind.LETTER
    found = {Scope.ANY} if for_them else set()
    if own:
        found.add(Scope.OWN)
    if appeal.unit == employee.unit and for_them:
        found |= {Scope.UNIT} if appeal.officer else {Scope.UNIT, Scope.FREE}
    if appeal.unit in capacity.below and for_them:
        found.add(Scope.BELOW)
    if appeal.signatory == employee.id:
        found.add(Scope.SIGNED)
    if appeal.control == employee.id:
        found.add(Scope.CONTROLLED)
    if part and part.appeal == appeal.id and is_asked(part, employee):
        found.add(Scope.PART)
    return frozenset(found)


def allowed(
    actor: Actor, action: Action, appeal: Appeal | None = None, part: Part | None = None
) -> bool:
    """May the actor do this to the appeal, or to a part of its reply, now?

    Nobody works on an appeal of their own, under either hat (E9), nor on a complaint about
    themselves (N-1052 §7), whoever they stand in for. An appeal an employee filed as a citizen is
    not for the heads above them."""
    if action in OF_PEOPLE:
        return appeal is None and any(_may(c, action) for c in actor.capacities)
    if (None, _as_client(actor, appeal)) in MATRIX[action]:
        return True
    return acts_as(actor, action, appeal, part) is not None


def acts_as(
    actor: Actor, action: Action, appeal: Appeal | None = None, part: Part | None = None
) -> Capacity | None:
    """What the actor does it as: themselves where they may, else the colleague they stand in for;
    None when no capacity of theirs allows it."""
    if appeal is not None and (is_filed_by(actor, appeal) or appeal.barred in actor.ids[:1]):
        return None
    if appeal is not None and is_of_own_people(actor, appeal):
        return None
    for capacity in actor.capacities:
        found = scopes(capacity, appeal, part)
        if any(r in capacity.employee.roles and scope in found for r, scope in MATRIX[action]):
            return capacity
    return None


def allowed_about(actor: Actor, action: Action, person: Employee) -> bool:
    """May the actor do this to a colleague? `action` is one of OF_PEOPLE. Whoever stands in for
    that colleague does nothing to them by what the colleague may, but see that they are there."""
    if action is not Action.SEE_STAFF:
        actor = besides(actor, person)
    return allowed_in(actor, action, person.unit)


def besides(actor: Actor, person: Employee) -> Actor:
    """The actor without what they may in this person's stead."""
    others = tuple(c for c in actor.standing_in if c.employee.id != person.id)
    return replace(actor, standing_in=others)


def allowed_in(actor: Actor, action: Action, unit: str) -> bool:
    """May the actor do this to whoever works in the unit?"""
    return any(
        role in capacity.employee.roles and scope in _standing(capacity, unit)
        for capacity in actor.capacities
        for role, scope in MATRIX[action]
    )


def _standing(capacity: Capacity, unit: str) -> set[Scope]:
    found = {Scope.ANY}
    if unit == capacity.employee.unit:
        found.add(Scope.UNIT)
    if unit in capacity.below:
        found.add(Scope.BELOW)
    return found


def _may(capacity: Capacity, action: Action) -> bool:
    """Whether there is anybody at all it may be done to."""
    return any(role in capacity.employee.roles for role, _ in MATRIX[action])


def is_of_own_people(actor: Actor, appeal: Appeal) -> bool:
    """Whether somebody below the actor has written it as a citizen: that is none of a head's
    business (D-139 §1.4), whoever they stand in for."""
    own = actor.own
    return not appeal.kind.internal and own is not None and appeal.filer in own.people


def is_filed_by(actor: Actor, appeal: Appeal) -> bool:
    """Whether it is the actor's own: filed from this dialogue, or by this employee in another."""
    person = actor.employee.id if actor.employee else actor.behind
    return appeal.chat == actor.chat or bool(person and appeal.filer == person)


def _as_client(actor: Actor, appeal: Appeal | None) -> Scope | None:
    """How the appeal stands to whoever asks it of the ministry, a citizen or a colleague: each
    sees what they filed under the hat they wear."""
    if appeal is None:
        return Scope.NONE
    if appeal.kind.internal:
        own = actor.employee is not None and appeal.filer == actor.employee.id
    else:
        own = actor.employee is None and appeal.chat == actor.chat
    return Scope.OWN if own else None


def needs_no_appeal(action: Action) -> bool:
    """Whether the action is asked for without naming an appeal."""
    return action in OF_PEOPLE or all(scope is Scope.NONE for _, scope in MATRIX[action])
