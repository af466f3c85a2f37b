"""Handing on: what waits for somebody who leaves goes to whoever works here still.

First to their deputy, or the deputy's deputy, who may do it; else as if it had come anew: an
appeal to its unit, a reply to whoever signs for the unit, control to whoever controls for it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.appeals import Appeal, State
from domain.leaving import controls, signatory
from domain.ministry import Employee, Ministry, Role
from domain.parts import Part
from handlers.client.register import notify_unit
from handlers.house import House
from storage.queues import Queue
from storage.unit import Unit
from texts import words

_AT_WORK = frozenset({Role.OFFICER, Role.HEAD})
_SIGNS = frozenset({Role.SIGNATORY, Role.HEAD})
_CONTROLS = frozenset({Role.CONTROLLER, Role.HEAD})
#: whoever was first at an appeal meanwhile has changed it: it is looked at once more
_LOOKS = 3
_AT_ONCE = 10_000
#: every notice there is has a smaller id
_ALL = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Leaving:
    """`ministry` is the one without whoever leaves."""

    unit: Unit
    house: House
    ministry: Ministry
    person: Employee
    by: str
    now: datetime

    async def hand_on(self) -> int:
        """Everything that waits for them, told to whom it goes; how many appeals and parts."""
        handed: set[int] = set()
        theirs = {"unit": "", "employee": self.person.id, "last": _ALL}
        self.unit.notices.gathered(theirs, self.now)  # nobody will read them
        for _ in range(_LOOKS):
            queue = Queue(held_by=self.person.id)
            found, _ = await self.unit.appeals.queue(queue, 0, _AT_ONCE)
            for appeal, _ in found:
                if await self._appeal(appeal):
                    handed.add(appeal.id)
            if not found:
                break
        parts = await self.unit.parts.asked_of(self.person.id)
        for part in parts:
            await self._part(part)
        return len(handed) + len(parts)

    async def _appeal(self, appeal: Appeal) -> bool:
        """Whether anything of it was theirs and is another's now."""
        before, who = appeal, self.person.id
        if appeal.signatory == who:
            appeal = await self._signature(appeal)
        if appeal.officer == who:
            appeal = await self._work(appeal)
        if appeal.control == who:
            appeal = await self._control(appeal)
        return appeal is not before

    async def _work(self, appeal: Appeal) -> Appeal:
        heir = self._deputy(appeal, _AT_WORK, {appeal.signatory})
        if heir is None and appeal.state is not State.TAKEN:  # the reply is made: the head has it
            heir = self.house.head_past(appeal.unit, appeal.barred, self.person.id, appeal.filer)
        if heir is None:
            values: dict[str, Any] = {"officer": "", "state": State.WAITING, "taken_at": None}
            changed = await self.unit.appeals.change(appeal, **values)
            if changed:
                self._record(changed, "left_work", appeal.unit)
                notify_unit(self.unit, changed, self.now)
            return changed or appeal
        changed = await self.unit.appeals.change(appeal, officer=heir.id)
        if changed:
            self._record(changed, "handed_over", heir.id)
            self.unit.notices.note(changed, "handed_over", self.now, employee=heir.id)
        return changed or appeal

    async def _signature(self, appeal: Appeal) -> Appeal:
        made = await self.unit.replies.of_appeal(appeal.id)
        waiting = [reply for reply in made if reply.state == str(State.APPROVAL)]
        if appeal.state is not State.APPROVAL or not waiting:
            return await self.unit.appeals.change(appeal, signatory="") or appeal
        reply = waiting[-1]
        past = {reply.author, appeal.officer, appeal.barred, appeal.filer, self.person.id}
        heir = self._deputy(appeal, _SIGNS, past)
        signs = heir.id if heir else signatory(self.ministry, appeal.unit, past)
        values: dict[str, Any] = {"signatory": signs}
        changed = await self.unit.appeals.change(
            appeal, **(values if signs else values | {"state": State.TAKEN})
        )
        if changed is None:
            return appeal
        if signs:
            await self.unit.replies.change(reply, signatory=signs)
            self._record(changed, "sent_to_sign", signs, reply=reply.id)
            self.unit.notices.note(changed, "to_sign", self.now, employee=signs, findings=0)
            return changed
        remark = words("signatory-has-left")
        await self.unit.replies.change(reply, state="returned", remark=remark, settled_at=self.now)
        self._record(changed, "returned", changed.officer, reply=reply.id)
        facts: dict[str, Any] = {"reply": reply.id, "said": remark}
        self.unit.notices.note(changed, "returned", self.now, employee=changed.officer, **facts)
        return changed

    async def _control(self, appeal: Appeal) -> Appeal:
        past = {appeal.barred, appeal.filer, self.person.id}
        heir = self._deputy(appeal, _CONTROLS, past)
        who = heir.id if heir else controls(self.ministry, appeal.unit, past)
        changed = await self.unit.appeals.change(appeal, control=who)
        if changed is None:
            return appeal
        self._record(changed, "controlled", who)
        if who and changed.state is State.CONTROL:
            self.unit.notices.note(changed, "to_take_off", self.now, employee=who)
        return changed

    async def _part(self, part: Part) -> None:
        """Asked of their deputy by name, else of whoever of the unit is first."""
        appeal = await self.unit.appeals.get(part.appeal)
        heir = self._deputy(appeal, _AT_WORK, {appeal.officer}) if appeal else None
        changed = await self.unit.parts.change(part, employee=heir.id if heir else "")
        if appeal is None or changed is None:
            return
        to = {"employee": heir.id} if heir else {"unit": part.unit}
        self._record(appeal, "part_asked", heir.id if heir else part.unit, part=part.id)
        self.unit.notices.note(appeal, "part_asked", self.now, part=part.id, **to)

    def _deputy(
        self, appeal: Appeal, roles: frozenset[Role], past: Collection[str]
    ) -> Employee | None:
        """The first in the chain of deputies who may do it; nobody works on their own appeal."""
        seen, one = {self.person.id}, self.ministry.employees.get(self.person.deputy)
        while one and one.id not in seen:
            seen.add(one.id)
            if one.roles & roles and one.id not in {*past, appeal.barred, appeal.filer}:
                return one
            one = self.ministry.employees.get(one.deputy)
        return None

    def _record(self, appeal: Appeal, what: str, to: str, **facts: Any) -> None:
        facts |= {"came_from": self.person.id, "to": to}
        self.unit.appeals.record(appeal, what, self.by, self.now, **facts)
