"""Joining the staff's side of the service: how long a code is good, and whose word it takes."""

from __future__ import annotations

import re
from datetime import timedelta

from domain.access import Action, allowed_about
from domain.ministry import Employee, Role
from domain.people import Actor

#: how long a code is good that is shown to whoever invites, and one on a printed sheet
CODE_LASTS = timedelta(hours=24)
SHEET_LASTS = timedelta(days=7)
#: a code as `storage.invites` makes it
A_CODE = r"join-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"
#: whose first joining takes a second person's word
TRUSTED = frozenset({Role.HEAD, Role.CONTROLLER, Role.SIGNATORY, Role.ADMINISTRATOR})


def needs_second(
    employee: Employee, *, joined_before: bool, inviter: frozenset[Role] | None = None
) -> bool:
    """Whether a second person has to say that it is really them (D-139 §4.3): the first time of
    somebody trusted, and whenever anybody but an administrator invites a colleague who has worked
    here: what is theirs already, letters about the inviter included, is had by nobody's word
    alone, held by an account or taken from it just now. `inviter` are the roles of whoever
    invites in their own right; None for the operator."""
    if not joined_before:
        return bool(employee.roles & TRUSTED)
    return inviter is not None and Role.ADMINISTRATOR not in inviter


def may_confirm(actor: Actor, joiner: Employee, invited_by: str) -> bool:
    """May the actor give that word? Never the joiner, nor whoever invited them, nor anybody by
    what they may do in the joiner's stead."""
    if actor.id in {joiner.id, invited_by}:
        return False
    return allowed_about(actor, Action.CONFIRM_JOINING, joiner)


def codes_in(text: str) -> list[str]:
    """Every code a text holds."""
    return re.findall(rf"(?<![A-Za-z0-9_-]){A_CODE}", text)
