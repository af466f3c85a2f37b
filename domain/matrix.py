"""The matrix of rights: which role may do what, and how what it is done to must stand to them."""

from __future__ import annotations

from domain.actions import Action, Scope
from domain.ministry import Role

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
#: where it goes past the head: somebody has to decide
_IN_CHARGE_OF_IT: Rights = _HEAD | {(Role.CONTROLLER, Scope.PAST)}
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
_RUNNERS: Rights = frozenset({(Role.HEAD, Scope.NONE), (Role.CONTROLLER, Scope.NONE)})
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
    Action.TRANSFER_AGAIN: _IN_CHARGE_OF_IT,
    Action.ASK_CLIENT: _HOLDER,
    Action.INFORM: _HOLDER,
    Action.PROMISE: _HOLDER,
    Action.KEEP_PROMISE: _HOLDER,
    Action.ASK_PART: _HOLDER,
    Action.WITHDRAW_PART: _HOLDER,
    Action.SEE_PART: _COEXECUTOR,
    Action.GIVE_PART: _COEXECUTOR,
    Action.DECLINE_PART: _COEXECUTOR,
    # past seven days, the head's alone
    Action.REDIRECT: _MOVERS | _IN_CHARGE_OF_IT,
    Action.LEAVE: _MOVERS | _IN_CHARGE_OF_IT,
    Action.REPORT_INCOMPLETE: _HOLDER,
    Action.EXTEND: _HOLDER,
    Action.DECIDE_EXTENSION: _IN_CHARGE_OF_IT,
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
    # whoever holds the mark of a ballot answers with it; the mark is all that is asked for
    Action.ANSWER_SURVEY: _ANYBODY,
    Action.SET_MAILINGS: _ANYBODY,
    Action.SEE_SURVEYS: _RUNNERS,
    # a head asks the internal clients of their unit, the controller all (D-139 §5.3)
    Action.RUN_SURVEY: _HEAD | _CONTROLLER,
    Action.SEE_RESULTS: _HEAD | _CONTROLLER,
    Action.EDIT_QUESTIONNAIRES: frozenset({(Role.CONTROLLER, Scope.NONE)}) | _ADMINISTRATOR,
    Action.ASSIGN_DEED: _HEAD | _CONTROLLER,
    Action.SEE_DEEDS: _EMPLOYEE,
    # whose it is: asked of the deed itself
    Action.DO_DEED: _EMPLOYEE,
    Action.DECIDE: _HEAD | _CONTROLLER,
    Action.SEE_MARKS: _HEAD | _CONTROLLER,
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
#: What is done to a unit's surveys, and to what comes of them; the whole ministry's are of unit "".
OF_SURVEYS = frozenset(
    {
        Action.RUN_SURVEY,
        Action.SEE_RESULTS,
        Action.ASSIGN_DEED,
        Action.DECIDE,
        Action.SEE_MARKS,
    }
)
#: The same, with what is asked for without naming any of them.
ABOUT_SURVEYS = OF_SURVEYS | {
    Action.SEE_SURVEYS,
    Action.EDIT_QUESTIONNAIRES,
    Action.SEE_DEEDS,
    Action.DO_DEED,
}
