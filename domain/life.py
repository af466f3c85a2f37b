"""The life of an appeal as one table: in which states each action can be done at all.

Who may do it is `domain.access`; both are asked at every press.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.access import Action
from domain.appeals import OPEN, Appeal, Kind, State
from domain.parts import Part, PartState

_AT_WORK = frozenset({State.WAITING, State.TAKEN})
_ALWAYS = frozenset(State)
#: the client waits for a reply
RUNNING = OPEN - {State.CONTROL}
_TAKEN = frozenset({State.TAKEN})

#: Actions that name an appeal, and the states in which each can be done.
POSSIBLE: Mapping[Action, frozenset[State]] = {
    # the client's own
    Action.SEE_OWN: _ALWAYS,
    Action.ADD_TO: RUNNING,
    Action.MOVE_WORDS: _ALWAYS,
    Action.CHOOSE_TOPIC: _AT_WORK,
    Action.CALL_OFF: frozenset({State.WAITING}),
    Action.RESTORE: frozenset({State.NOT_APPEAL}),
    Action.MAKE_OFFICIAL: _AT_WORK,
    Action.COMPLAIN: _ALWAYS - {State.NOT_APPEAL},
    Action.RATE: frozenset({State.ANSWERED, State.CONTROL}),
    Action.REOPEN: frozenset({State.ANSWERED, State.CONTROL, State.LEFT}),
    # officers' work
    Action.SEE_CARD: _ALWAYS,
    Action.EXPORT: _ALWAYS,
    Action.NOTE: _ALWAYS,
    Action.TAKE: _AT_WORK,
    Action.REPLY: _TAKEN,
    Action.HAND_OVER: _AT_WORK,
    Action.GIVE_BACK: _AT_WORK,
    Action.ROUTE: _AT_WORK,
    Action.TRANSFER_AGAIN: _AT_WORK,
    Action.ASK_CLIENT: _TAKEN,
    Action.INFORM: _TAKEN | {State.CONTROL},
    Action.PROMISE: _TAKEN | {State.CONTROL},
    Action.KEEP_PROMISE: _TAKEN | {State.CONTROL},
    Action.ASK_PART: _TAKEN,
    Action.WITHDRAW_PART: RUNNING,
    Action.SEE_PART: _ALWAYS,
    Action.GIVE_PART: RUNNING,
    Action.DECLINE_PART: RUNNING,
    Action.REDIRECT: _AT_WORK,
    Action.LEAVE: _AT_WORK,
    Action.REPORT_INCOMPLETE: _TAKEN,
    Action.EXTEND: _TAKEN,
    Action.DECIDE_EXTENSION: _AT_WORK,
    Action.PRIORITISE: OPEN,
    Action.TURN_OFFICIAL: _AT_WORK,
    Action.DESCRIBE: _ALWAYS - {State.NOT_APPEAL},
    Action.SPLIT: _TAKEN,
    Action.ANSWER_ORALLY: _TAKEN,
    Action.BAR: _AT_WORK,
    Action.CALL_BACK: frozenset({State.APPROVAL, State.DISPATCH}),
    Action.MARK_SENT: frozenset({State.DISPATCH}),
    Action.SIGN: frozenset({State.APPROVAL}),
    Action.CONTROL: OPEN,  # who has it under control may have left the ministry
    Action.END_CONTROL: OPEN,
    Action.RETURN_FROM_CONTROL: frozenset({State.CONTROL}),
    Action.LETTER: frozenset(
        {State.APPROVAL, State.SENDING, State.DISPATCH, State.CONTROL, State.ANSWERED}
    ),
}
_MESSAGE = frozenset({Kind.MESSAGE})
_OFFICIAL = frozenset({Kind.OFFICIAL})
_CITIZENS = _MESSAGE | _OFFICIAL
#: What is for some kinds of appeal only.
ONLY_FOR: Mapping[Action, frozenset[Kind]] = {
    Action.MAKE_OFFICIAL: _MESSAGE,
    Action.TURN_OFFICIAL: _MESSAGE,
    Action.EXTEND: _OFFICIAL,
    Action.DECIDE_EXTENSION: _OFFICIAL,
    Action.SPLIT: _OFFICIAL,
    # what the law says of citizens' appeals, and is never done to a colleague's (D-139 §3.10)
    Action.CHOOSE_TOPIC: _CITIZENS,
    Action.MOVE_WORDS: _CITIZENS,
    Action.RESTORE: _CITIZENS,
    Action.COMPLAIN: _CITIZENS,
    Action.BAR: _CITIZENS,
    Action.REDIRECT: _CITIZENS,
    Action.LEAVE: _CITIZENS,
    Action.REPORT_INCOMPLETE: _CITIZENS,
    Action.DESCRIBE: _CITIZENS,
    Action.ANSWER_ORALLY: _CITIZENS,
    Action.LETTER: _CITIZENS,
}
#: Actions on a co-executor's part, and the states of the part in which each can be done.
OF_PARTS: Mapping[Action, frozenset[PartState]] = {
    Action.WITHDRAW_PART: frozenset({PartState.ASKED}),
    Action.SEE_PART: frozenset({PartState.ASKED, PartState.GIVEN}),
    Action.GIVE_PART: frozenset({PartState.ASKED}),
    Action.DECLINE_PART: frozenset({PartState.ASKED}),
}


def possible(action: Action, appeal: Appeal, part: Part | None = None) -> bool:
    """Whether this can be done to the appeal, or to a part of its reply, by whoever may."""
    if part and part.state not in OF_PARTS[action]:
        return False
    return not wrong_kind(action, appeal) and appeal.state in POSSIBLE[action]


def wrong_kind(action: Action, appeal: Appeal) -> bool:
    """Whether this is for the other kind of appeal only."""
    return action in ONLY_FOR and appeal.kind not in ONLY_FOR[action]


class Execution(StrEnum):
    """What an appeal counts as, in every list and figure (N-1052 §29)."""

    RUNNING = "running"
    EXECUTED = "executed"
    NOT_EXECUTED = "not_executed"  # past due, neither extended nor taken off control
    NONE = "none"  # it was no appeal: there is nothing to execute


def executed(appeal: Appeal, now: datetime) -> Execution:
    """Whether the appeal counts as executed. An interim reply or a question never makes it so
    (§30), nor does the reply itself while the appeal is under control (§28); an extension moves
    `due_at` on."""
    if appeal.state is State.NOT_APPEAL:
        return Execution.NONE
    if not appeal.is_open:
        return Execution.EXECUTED
    late = appeal.due_at is not None and appeal.due_at < now
    return Execution.NOT_EXECUTED if late else Execution.RUNNING
