"""Who proves anew that it is them: how long an account may be silent, and who types a PIN."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set
from datetime import datetime, timedelta

from domain.actions import Action
from domain.ministry import Role, Security

#: What is done in the ministry's name, and only by whoever has just proved who they are.
PROVED = frozenset({Action.SIGN, Action.END_CONTROL})
WRONG_PINS = 5
LOCKED_FOR = timedelta(hours=1)

_PIN = re.compile(r"[0-9]{4,8}")


def is_pin(text: str) -> bool:
    """Four to eight digits."""
    return _PIN.fullmatch(text) is not None


def types_pin(security: Security, roles: Set[Role]) -> bool:
    """Whether somebody of these roles has a PIN."""
    return bool(security.pin_for & roles)


def is_stale(security: Security, moment: datetime | None, now: datetime) -> bool:
    """Whether what was proved then, or never, wants proving again."""
    return moment is None or now - moment > security.pin_after


def wants_pin(
    security: Security, roles: Set[Role], proved_at: datetime | None, now: datetime
) -> bool:
    """Whether somebody of these roles, who last typed their PIN then, types it anew."""
    return types_pin(security, roles) and is_stale(security, proved_at, now)


def is_forgotten(security: Security, seen_at: datetime | None, now: datetime) -> bool:
    """Whether an account has been silent for so long that it is nobody's any more."""
    if security.silent_for is None or seen_at is None:
        return False
    return now - seen_at > security.silent_for


def hashed(pin: str, salt: str) -> str:
    """What is kept of a PIN. Slow on purpose: there are few PINs to try."""
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()
