"""Leave begins and ends: a summary for who stands in, and one for who comes back (D-139 §6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.appeals import Appeal
from domain.deputies import falls_to
from domain.ministry import Away, Employee
from domain.people import Chat
from domain.talk import Button, Reply
from handlers.house import House
from storage.appeals import ACTED_FOR
from storage.outbox import Priority
from storage.queues import Queue
from storage.trip import Row
from storage.unit import Unit
from texts import button, moments, words, written

#: So long after it ended a summary still helps: then an outage has taken it.
HELPS_FOR = timedelta(days=14)
LISTED = 5
OPENED = 3
DEEDS = 500
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Tells each once: under the absence, its day, and whom it is told to."""

    house: House

    async def tell(self, unit: Unit, now: datetime) -> int:
        """Whoever begins to stand in for somebody today, or is back today, hears of what waits for
        them. Returns how many were told. Whoever has not joined hears nothing, and once they have,
        only what still helps."""
        wanted = [*self._begun(now), *self._ended(now)]
        told = await unit.notices.told([key for key, *_ in wanted]) if wanted else {}
        fresh = [one for one in wanted if one[0] not in told]
        chats = await unit.chats.of_employees({reader for _, reader, *_ in fresh})
        posted = 0
        for key, reader, absent, away in fresh:
            chat = chats.get(reader)
            if chat is None or not chat.reachable:
                continue
            is_back = reader == absent.id
            reply = await (self._back if is_back else self._for)(unit, chat, absent, away, now)
            unit.outbox.post(chat, reply, now, kind="notice", priority=Priority.NOTICE)
            unit.notices.tell(key, now)
            posted += 1
        return posted

    def _begun(self, now: datetime) -> list[tuple[str, str, Employee, Away]]:
        """Who acts for whom from today on; who takes over in the middle of an absence, too."""
        today, found = self.house.today(now), []
        for absent in self.house.ministry.absent:
            for away in absent.away:
                acts = self.house.acting(absent.id, now)
                if away.covers(today) and acts != absent.id:
                    key = f"stands_in:{absent.id}:{away.since}:{acts}"
                    found.append((key, acts, absent, away))
        return found

    def _ended(self, now: datetime) -> list[tuple[str, str, Employee, Away]]:
        today, found = self.house.today(now), []
        for absent in self.house.ministry.absent:
            ended = [one for one in absent.away if one.until < today <= one.until + HELPS_FOR]
            if ended and not any(one.covers(today) for one in absent.away):
                last = max(ended, key=lambda one: one.until)
                found.append((f"back:{absent.id}:{last.until}", absent.id, absent, last))
        return found

    async def _for(
        self, unit: Unit, chat: Chat, absent: Employee, away: Away, now: datetime
    ) -> Reply:
        """What somebody has now for an absent colleague, and until when."""
        house, deputy = self.house, self.house.employee(chat.employee)
        duties = falls_to(absent, deputy) if deputy else ()
        heading = words(
            "standing-in-begins",
            for_whom=house.for_whom(absent.id),
            until=moments.numerals(away.until),
            duties=", ".join(words(f"duty-{duty}") for duty in duties) or "none",
        )
        lines, opened = await self._open(unit, absent, chat.employee, now)
        last = (button("standing-in", "standing-in"), button("menu", "menu"))
        return written("\n".join([heading, *lines]), *opened, last)

    async def _back(
        self, unit: Unit, chat: Chat, absent: Employee, away: Away, now: datetime
    ) -> Reply:
        """What came meanwhile, what was done for them, and what is due first."""
        since = self._midnight(away.since)
        done = await unit.staff.history(ACTED_FOR, absent.id, DEEDS)
        days = words(
            "away-days",
            since=moments.numerals(away.since),
            until=moments.numerals(away.until),
        )
        text = [words("back-heading", name=absent.short_name, days=days)]
        text += self._deeds([row for row in done if row["at"] >= since])
        lines, opened = await self._open(unit, absent, absent.id, now, since)
        return written("\n".join([*text, *lines]), *opened, button("menu", "menu"))

    def _deeds(self, done: list[Row]) -> list[str]:
        """What colleagues did for them: how much of what, by whom."""
        by: dict[str, Counter[str]] = {}
        for row in done:
            by.setdefault(row["actor"], Counter())[row["what"]] += 1
        lines = []
        for actor, counts in by.items():
            said = [
                words("deed", what=what, count=count)
                for what, count in counts.most_common()
                if what in TOLD
            ]
            if said:
                lines.append(words("back-deeds", who=self.house.who(actor), what="; ".join(said)))
        return lines or [words("back-no-deeds")]

    async def _open(
        self,
        unit: Unit,
        whose: Employee,
        reader: str,
        now: datetime,
        since: datetime | None = None,
    ) -> tuple[list[str], list[tuple[Button, ...]]]:
        """What is still open of theirs, what is due first of it, and how to open it."""
        found: dict[int, Appeal] = {}
        lines = []
        for kind, facts in (
            ("officers", {"officers": (whose.id,)}),
            ("signatories", {"signatories": (whose.id,)}),
            ("controls", {"controls": (whose.id,)}),
        ):
            shown, total = await self._queue(unit, reader, now, facts)
            if total:
                lines.append(words(f"still-{kind}", count=total))
            found |= {appeal.id: appeal for appeal in shown if appeal.id not in found}
        if not found:
            return [words("still-nothing")], []
        if since:
            new = [one for one in found.values() if (one.taken_at or one.received_at) >= since]
            lines.insert(0, words("back-came", count=len(new))) if new else None
        first = list(found.values())[:LISTED]
        lines.append(words("summary-first"))
        lines += [self._line(one, now) for one in first]
        return lines, [tuple(Button(a.number, f"card:{a.id}") for a in first[:OPENED])]

    async def _queue(
        self, unit: Unit, reader: str, now: datetime, whose: dict[str, Any]
    ) -> tuple[list[Appeal], int]:
        ahead = self.house.minutes_ahead(now)
        queue = Queue(reader=reader, ahead=ahead, **whose)
        found, total = await unit.appeals.queue(queue, 0, AT_ONCE)
        return [appeal for appeal, _ in found], total

    def _line(self, appeal: Appeal, now: datetime) -> str:
        house = self.house
        return words(
            "summary-line",
            number=appeal.number,
            left=house.time_left(appeal, now),
            first="none",
            topic=house.topic_title(appeal.topic),
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.house.zone))


#: what is worth counting of what a deputy did
TOLD = frozenset(
    {
        "taken",
        "reply_sent",
        "sent_to_sign",
        "to_dispatch",
        "marked_sent",
        "signed",
        "returned",
        "handed_over",
        "given_back",
        "routed",
        "redirected",
        "left",
        "asked_client",
        "informed",
        "promised",
        "part_asked",
        "part_given",
        "part_declined",
        "extended",
        "extension_refused",
        "controlled",
        "control_ended",
        "returned_from_control",
    }
)
