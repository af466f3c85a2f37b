"""Whether what was noted has been dealt with before it could be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.appeals import Appeal, State
from handlers.officer import part_notices
from handlers.officer.notices import Cause
from storage.notices import Notice


def _left_the_queue(notice: Notice, appeal: Appeal) -> bool:
    return appeal.state is not State.WAITING or notice.unit not in {"", appeal.unit}


def _closed(_: Notice, appeal: Appeal) -> bool:
    return not appeal.is_open


def _in_other_hands(notice: Notice, appeal: Appeal) -> bool:
    return appeal.state is not State.TAKEN or appeal.officer != notice.employee


#: By kind; what stands here not is told however things stand.
_MOOT: Mapping[str, Callable[[Notice, Appeal], bool]] = {
    "new": _left_the_queue,
    "sorting": lambda n, a: _left_the_queue(n, a) or not a.sorting,
    "handed_over": lambda n, a: not a.is_open or a.officer != n.employee,
    "unheard": lambda n, a: not a.is_open or a.officer != n.employee,
    "reopened": lambda n, a: not a.is_open or (bool(n.unit) and a.state is not State.WAITING),
    "extension_asked": lambda n, a: not a.is_open or a.state is State.CONTROL,
    "transfer_asked": lambda n, a: not a.is_open or a.transfers != n.details["transfers"],
    "to_sign": lambda n, a: a.state is not State.APPROVAL or a.signatory != n.employee,
    "to_take_off": lambda n, a: a.state is not State.CONTROL or a.control != n.employee,
    "returned": _in_other_hands,
    "control_returned": _in_other_hands,
    "alert": _closed,
    "added": _closed,
    "answered_question": _closed,
    "edited": _closed,
    "note": _closed,
    "complaint": _closed,
    "priority": _closed,
    "extension_refused": _closed,
}


def moot(cause: Cause) -> bool:
    """Whether nobody needs to hear of it any more."""
    notice, appeal = cause.notice, cause.appeal
    if notice.kind.startswith("part_"):
        return part_notices.moot(notice, appeal, cause.part)
    is_moot = _MOOT.get(notice.kind)
    return is_moot is not None and is_moot(notice, appeal)
