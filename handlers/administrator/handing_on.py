"""Handing on: what somebody may do no longer goes to whoever works here and may.

First to their deputy, or the deputy's deputy, who may do it; else as if it had come anew: an
appeal to its unit, a reply to whoever signs for the unit, control to whoever controls for it. A
letter goes to one reader by name, never to a unit (D-139 §5.2); nothing goes to whom it goes past.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.appeals import Appeal, Kind, State
from domain.leaving import controls, signatory
from domain.life import RUNNING
from domain.ministry import Employee, Role
from domain.parts import Part
from handlers.client.register import notify_unit
from handlers.house import House
from handlers.officer import telling
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
    """`house` is as it will be: without whoever leaves, or with what they may do there still;
    `person` as they were."""

    unit: Unit
    house: House
    person: Employee
    by: str
    now: datetime

    async def hand_on(self) -> int:
        """Everything that waits for them and is theirs no longer, told to whom it goes; how many
        appeals and parts."""
        handed: set[int] = set()
        if self.house.employee(self.person.id) is None:
            theirs = {"unit": "", "employee": self.person.id, "last": _ALL}
            self.unit.notices.gathered(theirs, self.now)  # nobody will read them
        for _ in range(_LOOKS):
            queue = Queue(held_by=self.person.id)
            found, _ = await self.unit.appeals.queue(queue, 0, _AT_ONCE)
            stuck = [appeal for appeal, _ in found if self._stuck(appeal)]
            for appeal in stuck:
                if await self._appeal(appeal):
                    handed.add(appeal.id)
            if not stuck:
                break
        parts = [await self._part(one) for one in await self.unit.parts.asked_of(self.person.id)]
        if self.house.employee(self.person.id) is None:
            await self._deeds()
        return len(handed) + sum(parts)

    async def _deeds(self) -> None:
        """What came of a survey is done by their deputy, their head, or whoever gave it."""
        unit = self.house.ministry.units.get(self.person.unit)
        for deed in await self.unit.deeds.open_of([self.person.id]):
            wanted = (self.person.deputy, unit.head if unit else "", deed.assigned_by)
            heirs = [one for one in wanted if self.house.employee(one)]
            if not heirs:
                continue
            values = {"employee": heirs[0], "next_alert_at": self.now, "step": 0}
            if await self.unit.deeds.change(deed, **values):
                facts = {"to": heirs[0], "of": self.person.id}
                self.unit.staff.record(
                    "deed_handed_on", "deed", str(deed.id), self.by, self.now, **facts
                )

    def _stuck(self, appeal: Appeal) -> bool:
        holders = (
            (appeal.signatory, _SIGNS),
            (appeal.officer, _AT_WORK),
            (appeal.control, _CONTROLS),
        )
        return any(who == self.person.id and self._lost(appeal, roles) for who, roles in holders)

    def _lost(self, appeal: Appeal, roles: frozenset[Role]) -> bool:
        """Whether whoever has it may do it no longer."""
        now = self.house.employee(self.person.id)
        return now is None or not now.roles & roles or now.id in self.house.past(appeal)

    async def _appeal(self, appeal: Appeal) -> bool:
        """Whether anything of it was theirs and is another's now."""
        before, who = appeal, self.person.id
        if appeal.signatory == who and self._lost(appeal, _SIGNS):
            appeal = await self._signature(appeal)
        if appeal.officer == who and self._lost(appeal, _AT_WORK):
            appeal = await self._work(appeal)
        if appeal.control == who and self._lost(appeal, _CONTROLS):
            appeal = await self._control(appeal)
        return appeal is not before

    async def _work(self, appeal: Appeal) -> Appeal:
        past = {self.person.id, *self.house.past(appeal)}
        letter = appeal.kind is Kind.LETTER
        heir = self._reader(appeal, past) if letter else None
        if not letter:
            heir = self._deputy(appeal, _AT_WORK, {appeal.signatory})
        if heir is None and (letter or appeal.state is not State.TAKEN):  # a head has what is made
            heir = self.house.head_past(appeal.unit, *past)
        if heir is None:
            values: dict[str, Any] = {"officer": "", "state": State.WAITING, "taken_at": None}
            changed = await self.unit.appeals.change(appeal, **values)
            if changed:
                self._record(changed, "left_work", appeal.unit)
            if changed and not letter:
                notify_unit(self.unit, changed, self.now)
            if changed:
                await self._let_know(changed, "waits")
            return changed or appeal
        changed = await self.unit.appeals.change(appeal, officer=heir.id)
        if changed:
            self._record(changed, "handed_over", heir.id)
            self.unit.notices.note(changed, "handed_over", self.now, employee=heir.id)
            await self._let_know(changed, "handed")
        return changed or appeal

    async def _let_know(self, appeal: Appeal, status: str) -> None:
        """Whoever was told who works on it hears that it is somebody else; once they have the
        answer it is nothing to them (N-2137 §5)."""
        if appeal.state in RUNNING:
            told = telling.status(self.house, status, appeal, self.now)
            await telling.know(self.unit, appeal, told, self.now)

    async def _signature(self, appeal: Appeal) -> Appeal:
        made = await self.unit.replies.of_appeal(appeal.id)
        waiting = [reply for reply in made if reply.state == str(State.APPROVAL)]
        if appeal.state is not State.APPROVAL or not waiting:
            return await self.unit.appeals.change(appeal, signatory="") or appeal
        reply = waiting[-1]
        past = {reply.author, appeal.officer, self.person.id, *self.house.past(appeal)}
        heir = self._deputy(appeal, _SIGNS, past)
        signs = heir.id if heir else signatory(self.house.ministry, appeal.unit, past)
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
        past = {self.person.id, *self.house.past(appeal)}
        heir = self._deputy(appeal, _CONTROLS, past)
        who = heir.id if heir else controls(self.house.ministry, appeal.unit, past)
        changed = await self.unit.appeals.change(appeal, control=who)
        if changed is None:
            return appeal
        self._record(changed, "controlled", who)
        if who and changed.state is State.CONTROL:
            self.unit.notices.note(changed, "to_take_off", self.now, employee=who)
        return changed

    async def _part(self, part: Part) -> bool:
        """Asked of their deputy by name, else of whoever of the unit is first; whether it is
        another's now."""
        appeal = await self.unit.appeals.get(part.appeal)
        if appeal is None or not self._lost(appeal, _AT_WORK):
            return False
        heir = self._deputy(appeal, _AT_WORK, {appeal.officer})
        changed = await self.unit.parts.change(part, employee=heir.id if heir else "")
        if changed is None:
            return False
        to = {"employee": heir.id} if heir else {"unit": part.unit}
        self._record(appeal, "part_asked", heir.id if heir else part.unit, part=part.id)
        self.unit.notices.note(appeal, "part_asked", self.now, part=part.id, **to)
        return True

    def _reader(self, letter: Appeal, past: Collection[str]) -> Employee | None:
        """Who reads a letter instead: the head of the unit of whom it was written to, else the
        next of those whom everybody may write to."""
        ministry = self.house.ministry
        unit = ministry.units.get(letter.unit)
        names = [*([unit.head] if unit else ()), *ministry.letters]
        found = (ministry.employees.get(name) for name in names if name not in past)
        return next((one for one in found if one and one.roles & _AT_WORK), None)

    def _deputy(
        self, appeal: Appeal, roles: frozenset[Role], past: Collection[str]
    ) -> Employee | None:
        """The first in the chain of deputies who may do it and may have the appeal."""
        employees, past = self.house.ministry.employees, {*past, *self.house.past(appeal)}
        seen, one = {self.person.id}, employees.get(self.person.deputy)
        while one and one.id not in seen:
            seen.add(one.id)
            if one.roles & roles and one.id not in past:
                return one
            one = employees.get(one.deputy)
        return None

    def _record(self, appeal: Appeal, what: str, to: str, **facts: Any) -> None:
        facts |= {"came_from": self.person.id, "to": to}
        self.unit.appeals.record(appeal, what, self.by, self.now, **facts)
