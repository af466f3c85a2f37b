"""What every conversation knows of the ministry, and how it is named in our sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.afterwards import answerable, in_charge
from domain.appeals import Appeal, Kind
from domain.dative import accusative_surname
from domain.ministry import Employee, Policy, Process, Role, Topic, Unit, WindowRule
from domain.parts import Part
from domain.refusal import Refused
from domain.routing import Router
from domain.talk import Channel
from domain.windows import Window, base_rule, due, open_window
from domain.worktime import CalendarUnknown
from handlers.standing import Standing
from texts import moments, words


class House(Standing):
    """The ministry as conversations name it: its windows, its hours and its people in words."""

    #: the register of processes, and the router that knows its words
    _asked: tuple[Mapping[str, Process], Router | None] = ({}, None)

    def year(self, now: datetime) -> int:
        """The year whose numbers are given out now, by the ministry's own clock."""
        return self.calendar.local_day(now).year

    def minutes_ahead(self, now: datetime) -> int:
        """By how many minutes the ministry's clock is ahead of UTC."""
        offset = now.astimezone(ZoneInfo(self.zone)).utcoffset() or timedelta(0)
        return round(offset.total_seconds()) // 60

    def is_open(self, now: datetime) -> bool:
        """Whether the ministry works now; a year without a calendar counts as closed."""
        try:
            return self.calendar.is_open(now)
        except CalendarUnknown:
            return False

    def is_quiet(self, now: datetime, unit: str = "") -> bool:
        """Whether people are to be left alone now: out of the working hours of their unit (W14).
        Without a calendar nobody knows, and a notice at night is better than none."""
        try:
            return not self.calendar_of(unit).is_open(now)
        except CalendarUnknown:
            return False

    def is_quiet_everywhere(self, now: datetime) -> bool:
        """Whether no unit works now."""
        own = (unit.id for unit in self.ministry.units.values() if unit.schedule)
        return self.is_quiet(now) and all(self.is_quiet(now, unit) for unit in own)

    def opens(self, now: datetime) -> datetime | None:
        """When work resumes, if that can be known."""
        try:
            return self.calendar.next_open(now)
        except CalendarUnknown:
            return None

    def reply_window(self, started: datetime, unit: str = "") -> Window | None:
        """The window of an ordinary message; None when the year has no calendar to reckon with."""
        return self.window("message_reply", started, unit=unit)

    def window(
        self, rule: str, started: datetime, before: datetime | None = None, unit: str = ""
    ) -> Window | None:
        """The window of a rule from `started` on, in the working time of the unit that is to meet
        it; None when the year has no calendar. `before` is the due moment that "days before" are
        counted from."""
        calendar = self.calendar_of(unit)
        try:
            return open_window(self.ministry.windows[rule], started, calendar, before)
        except CalendarUnknown:
            return None

    def reopens_until(self, answered: datetime) -> datetime | None:
        """Till when a client may send back what was answered then; None when nobody can reckon
        it, and nobody is refused for that."""
        try:
            return due(self.ministry.reopen_within, answered, self.calendar)
        except CalendarUnknown:
            return None

    def use_of(self, channel: Channel, audience: str) -> Policy:
        """What the ministry uses the channel for, towards "clients" or "employees"."""
        policy = self.ministry.channels[channel][audience]
        if audience == "clients" and self.ministry.appeals.get("message") == "hand_over":
            return Policy.INFORM_ONLY if policy is Policy.DIALOGUE else policy
        return policy

    def ways_in(self, code: str) -> dict[Channel, str]:
        """A ready link for each channel that employees may work in and whose link is known."""
        dialogue = Policy.DIALOGUE
        made = {c: link(code) for c, link in self.links.items()}
        return {c: ln for c, ln in made.items() if ln and self.use_of(c, "employees") is dialogue}

    def _left(self, due_at: datetime | None, now: datetime, unit: str) -> timedelta | None:
        try:
            return None if due_at is None else self.calendar_of(unit).between(now, due_at)
        except CalendarUnknown:
            return None

    def pause(self, now: datetime) -> str:
        """Why nobody works now and when work resumes, in words; "" when that need not be said."""
        opens = None if self.is_open(now) else self.opens(now)
        if opens is None:
            return ""
        today = self.calendar.local_day(now)
        begun = any(start <= now for start, _ in self.calendar.spans(today))
        lunch = begun and self.calendar.local_day(opens) == today
        name = "pause-lunch" if lunch else "pause-closed"
        return words(name, opens=moments.soon(opens, self.zone, now))

    def promise(self, appeal: Appeal, now: datetime) -> str:
        """When we reply, as a client is told it: a whole sentence, which promises no past."""
        due = appeal.due_at
        if due is None:
            return words("promise-unknown")
        if due <= now:
            return words("promise-late", at=moments.on(due, self.zone, now))
        return words("promise", until=moments.until(due, self.zone, now))

    def deadline(self, appeal: Appeal, now: datetime) -> str:
        """When the reply is due and how much time is left, as employees are told it: by the clock
        and the hours of the unit that has it."""
        if appeal.due_at is None:
            return words("deadline-unknown")
        left = self.time_left(appeal, now) if appeal.is_open else words("left-closed")
        zone = self.zone_of(appeal.unit)
        return words("deadline", until=moments.until(appeal.due_at, zone, now), left=left)

    def time_left(self, appeal: Appeal, now: datetime) -> str:
        """How much working time is left, in words."""
        return self.time_until(appeal.due_at, now, appeal.unit)

    def time_until(self, due_at: datetime | None, now: datetime, unit: str = "") -> str:
        """The same for anything that is due."""
        time = self._left(due_at, now, unit)
        if time is None:
            return words("left-unknown")
        name = "left-overdue" if time < timedelta(0) else "left"
        return words(name, time=moments.span(time))

    def unit_name(self, unit: str) -> str:
        """The unit's name; the id itself for a unit that is no longer in the organisation file."""
        found = self.ministry.units.get(unit)
        return found.name if found else unit

    def topic_title(self, topic: str) -> str:
        ministry = self.ministry
        found = ministry.topics.get(topic) or ministry.former_topics.get(topic)
        return found.title if found else words("no-topic")

    def subject(self, appeal: Appeal) -> str:
        """What it is about, in a few words: its topic; of a colleague's, what is asked for."""
        if not appeal.kind.internal:
            return self.topic_title(appeal.topic)
        process = self.ministry.processes.get(appeal.process)
        return process.title if process else words(f"subject-{appeal.kind}")

    def rule(self, rule: str) -> WindowRule:
        """The rule of a window; the written request's own for a process that is gone."""
        found = self.ministry.windows
        return found.get(rule) or found[base_rule(rule)]

    def processes_for(self, text: str) -> tuple[str, ...]:
        """What a colleague may be asking for, by their words: up to three, the likeliest first."""
        known, router = self._asked
        processes = self.ministry.processes
        if router is None or known is not processes:
            topics = [Topic(p.id, p.title, p.unit, words=p.words) for p in processes.values()]
            router = Router(topics)
            self._asked = processes, router
        return router.propose(text).topics

    def who(self, employee: str) -> str:
        ministry = self.ministry
        found = ministry.employees.get(employee) or ministry.former.get(employee)
        return found.short_name if found else employee

    def full_name(self, employee: str) -> str:
        found = self.ministry.employees.get(employee) or self.ministry.former.get(employee)
        return found.name if found else employee

    def names(self) -> list[str]:
        """The full names of whoever works here, or has: what was written of them stays."""
        known = {**self.ministry.former, **self.ministry.employees}
        return [one.name for one in known.values()]

    def who_now(self, employee: str, now: datetime) -> str:
        """The same, with who acts for them while they are away."""
        found = self.acting(employee, now)
        if found == employee:
            return self.who(employee)
        return words("who-away", who=self.who(employee), acts=self.who(found))

    def for_whom(self, employee: str) -> str:
        """Whom somebody stands in for, as it follows what is done."""
        name, surname = self.who(employee), accusative_surname(self.full_name(employee))
        who = " ".join([surname, *name.split()[1:]]) if surname else "none"
        return words("for-whom", who=who, name=name)

    def head_of(self, appeal: Appeal, now: datetime | None = None) -> str:
        """Who is in charge of the appeal: its unit's head, and where it goes past them, somebody
        else; "" when there is nobody."""
        found = self.head_past(appeal.unit, *self.past(appeal), now=now)
        return found.id if found else ""

    def decides(self, appeal: Appeal, now: datetime) -> str:
        """Who decides what is a head's to decide: the head of its unit, or another who heads it;
        where it goes past them all, a controller who may; "" for nobody, and of a letter, which
        nobody else reads."""
        if appeal.kind is Kind.LETTER:
            return ""
        past, unit = self.past(appeal), self.ministry.units.get(appeal.unit)
        people = self.ministry.people_of(appeal.unit)
        others = (one.id for one in people if one.heads(appeal.unit))
        for head in (unit.head, *others) if unit else ():
            if head not in past and self.employee(head):
                return head
        fit = (one.id for one in self.ministry.controllers if one.id not in past)
        return next((one for one in fit if self.acting(one, now) not in past), "")

    def answerable(self, appeal: Appeal) -> tuple[Unit, str]:
        """The unit and whoever answers there to somebody who is not content with a reply: of a
        letter its recipient, who alone has read it; "" for nobody in particular."""
        unit, head = answerable(self.ministry, appeal.unit, self.past(appeal))
        if appeal.kind is Kind.LETTER and self.employee(appeal.officer):
            return self.ministry.units.get(appeal.unit, unit), appeal.officer
        return unit, head

    def head_past(self, unit: str, *past: str, now: datetime | None = None) -> Employee | None:
        """The head of the unit, past whoever may not have it (see `past`, N-2137 §5.2): then
        the head of the default unit, else a controller who answers appeals, else any other head.

        With `now`, past a head in whose place one of those would act today, too."""
        ministry = self.ministry
        heads = [one.head for one in in_charge(ministry, unit)]
        others = [c.id for c in ministry.controllers if c.roles & {Role.HEAD, Role.OFFICER}]
        others += [one.head for one in ministry.units.values()]
        chosen = (e for e in [*heads, *others] if e not in past and e in ministry.employees)
        chosen = (e for e in chosen if now is None or self.acting(e, now) not in past)
        return next((ministry.employees[e] for e in chosen), None)

    def held_by(self, appeal: Appeal, now: datetime) -> Refused:
        """Somebody else works on it: who, who acts for them, and since when (R18)."""
        since = appeal.taken_at
        return Refused(
            "held-by",
            number=appeal.number,
            who=self.who_now(appeal.officer, now),
            since=moments.stamp(since, self.zone) if since else "none",
        )

    def settled(self, appeal: Appeal, part: Part) -> Refused:
        """Nothing is to be done about a part any more: what became of it."""
        state = "unneeded" if part.waits else part.state
        return Refused(f"part-is-{state}", number=appeal.number, who=self.who(part.settled_by))

    def contacts(self) -> str:
        """Everything by which the ministry can be reached, a line each."""
        contacts = self.ministry.contacts
        lines = [
            words(f"contact-{kind}", value=value)
            for kind, value in (
                ("address", contacts.address),
                ("phone", contacts.phone),
                ("email", contacts.email),
                ("reception", contacts.reception),
                ("portal", contacts.state_portal),
            )
            if value
        ]
        return "\n".join([self.ministry.name, *lines])
