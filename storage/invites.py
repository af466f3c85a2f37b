"""Invitations: one-time codes, kept as hashes, that make an account an employee's."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update

from domain.people import Chat
from storage import tables as t
from storage.pending import Pending
from storage.trip import Query, Row, among, as_list
from storage.types import Moment

#: after everything that was ever written
LATEST = datetime(9000, 1, 1, tzinfo=UTC)

_FIND = Query(select(t.invites).where(t.invites.c.hash == bindparam("hash")))
_USE = Query(
    update(t.invites)
    .where(
        t.invites.c.hash == bindparam("b_hash"),
        t.invites.c.used_at.is_(None),
        t.invites.c.expires_at > bindparam("b_now", type_=Moment()),
    )
    .values(used_at=bindparam("b_now", type_=Moment()), used_by=bindparam("b_chat"))
    .returning(t.invites.c.employee)
)
_VOID = Query(
    update(t.invites)
    .where(
        t.invites.c.employee == bindparam("b_employee"),
        t.invites.c.used_at.is_(None),
        t.invites.c.hash != bindparam("b_keep"),
        t.invites.c.created_at < bindparam("b_before", type_=Moment()),
        t.invites.c.expires_at > bindparam("b_now", type_=Moment()),
    )
    .values(expires_at=bindparam("b_now", type_=Moment()))
)
_VOID_BY = Query(
    update(t.invites)
    .where(
        t.invites.c.invited_by == bindparam("b_by"),
        t.invites.c.used_at.is_(None),
        t.invites.c.expires_at > bindparam("b_now", type_=Moment()),
    )
    .values(expires_at=bindparam("b_now", type_=Moment()))
    .returning(t.invites.c.hash)
)
_VOID_CODE = Query(
    update(t.invites)
    .where(
        t.invites.c.hash == bindparam("b_hash"),
        t.invites.c.used_at.is_(None),
        t.invites.c.expires_at > bindparam("b_now", type_=Moment()),
    )
    .values(expires_at=bindparam("b_now", type_=Moment()))
)
_OPEN = Query(
    select(t.invites.c.employee, t.invites.c.expires_at).where(
        t.invites.c.used_at.is_(None),
        t.invites.c.expires_at > bindparam("now", type_=Moment()),
        among(t.invites.c.employee, "employees"),
    )
)


def new_code() -> str:
    """128 bits that nobody guesses; good in a link of every messenger."""
    return f"join-{secrets.token_urlsafe(16)}"


def hashed(code: str) -> str:
    """What is stored of a code. 128 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


class Invites:
    def __init__(self, pending: Pending) -> None:
        self._pending = pending

    def write(
        self,
        code: str,
        employee: str,
        now: datetime,
        expires_at: datetime,
        *,
        by: str = "",
        needs_second: bool = False,
    ) -> None:
        """A new code; `by` is who invites, "" at the command line. With `needs_second` a second
        person has to confirm whoever uses it."""
        self._pending.add(
            t.invites,
            hash=hashed(code),
            employee=employee,
            created_at=now,
            expires_at=expires_at,
            invited_by=by,
            needs_second=needs_second,
        )

    async def use(self, code: str, chat: Chat, now: datetime) -> str:
        """The employee whose code it is, once and in time; "" for any other code."""
        row = await self._pending.row(_USE, b_hash=hashed(code), b_now=now, b_chat=chat.id)
        return str(row["employee"]) if row else ""

    def make(
        self,
        employee: str,
        now: datetime,
        expires_at: datetime,
        *,
        by: str = "",
        needs_second: bool = False,
        before: datetime = LATEST,
    ) -> str:
        """A code that takes the place of every one of this employee's that is not used yet; with
        `before`, of those made before then. It is returned this once and kept nowhere."""
        code = new_code()
        self.write(code, employee, now, expires_at, by=by, needs_second=needs_second)
        values = {"b_employee": employee, "b_now": now, "b_before": before}
        self._pending.change(_VOID, **values, b_keep=hashed(code))
        return code

    def void(self, employee: str, now: datetime) -> None:
        """No code of this employee that was not used yet is good any more."""
        values = {"b_employee": employee, "b_now": now, "b_before": LATEST}
        self._pending.change(_VOID, **values, b_keep="")

    async def void_by(self, inviter: str, now: datetime) -> int:
        """No code that this employee has made and nobody has used is good any more; how many
        were."""
        return len(await self._pending.rows(_VOID_BY, b_by=inviter, b_now=now))

    def void_code(self, code: str, now: datetime) -> None:
        """This code is good for nobody any more; one that nobody knows changes nothing."""
        self._pending.change(_VOID_CODE, b_hash=hashed(code), b_now=now)

    async def waiting(self, employees: Iterable[str], now: datetime) -> dict[str, datetime]:
        """Who of these has a code that is good still, and until when."""
        rows = await self._pending.rows(_OPEN, employees=as_list(employees), now=now)
        return {row["employee"]: row["expires_at"] for row in rows}

    async def find(self, code: str) -> Row | None:
        """The invitation as it stands: employee, expires_at, used_at, invited_by, needs_second."""
        return await self._pending.row(_FIND, hash=hashed(code))
