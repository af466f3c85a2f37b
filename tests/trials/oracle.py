"""The oracle: what must be, read from the stand-ins' own journals, held against what is."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.appeals import ONE_BREATH
from sandbox.people import Messenger, Shown
from storage import tables as t
from storage.engine import make_engine

RECEIPT = re.compile(r"Мы получили ваше сообщение, его номер — (\d{4})-(\d{6})")
OFFER = re.compile(r"Добавили это к обращению")
UNSENT = ("new", "sending", "retry", "unknown")
#: The dialogue of one person: (channel, person).
Who = tuple[str, int]


@dataclass(slots=True)
class Expected:
    """What one person must have got for what they wrote: one receipt an appeal, and one offer for
    every message that came too late to belong to the last breath."""

    texts: list[str]
    receipts: int = 0
    offers: int = 0


def expected(said: Iterable[Shown]) -> Expected:
    """By the product's own rule. Messengers tell whole seconds, so do we."""
    due = Expected([message.text for message in said])
    breath = None
    for message in said:
        at = message.at.replace(microsecond=0)
        if breath is None:
            due.receipts = 1
        elif timedelta(0) <= at - breath <= ONE_BREATH:
            continue
        else:
            due.offers += 1
        breath = at
    return due


@dataclass(slots=True)
class Journal:
    """Both stand-ins' dialogues; notes in which `life` of the house each of our messages came."""

    telegram: Messenger
    vk: Messenger
    people: dict[Who, None] = field(default_factory=dict)
    life: int = 0
    #: False where a messenger repeats what was not taken out of turn: offers are not counted then
    in_order: bool = True
    lives: defaultdict[tuple[Who, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )
    heard: int = 0

    def __post_init__(self) -> None:
        self.telegram.watch(lambda person: self._changed("telegram", person))
        self.vk.watch(lambda person: self._changed("vk", person))

    def shown(self, who: Who) -> list[Shown]:
        return (self.telegram if who[0] == "telegram" else self.vk).shown(who[1])

    def said(self, who: Who) -> list[Shown]:
        """What the person wrote, oldest first."""
        return [message for message in self.shown(who) if not message.ours]

    def due(self) -> Iterator[tuple[Who, Expected]]:
        """Everybody who wrote, with what they must have got."""
        for who in self.people:
            if said := self.said(who):
                due = expected(said)
                yield who, due if self.in_order else Expected(due.texts, due.receipts)

    def got(self, who: Who) -> tuple[int, int, set[str]]:
        """Receipts and offers the person got, and the numbers in the receipts."""
        texts = [message.text for message in self.shown(who) if message.ours]
        found = [match for text in texts if (match := RECEIPT.search(text))]
        offers = sum(bool(OFFER.search(text)) for text in texts) if self.in_order else 0
        return len(found), offers, {f"{number[1]}-{number[2]}" for number in found}

    def times(self, who: Who, text: str, written: int) -> int:
        """How often a person was to hear these words: a receipt once; offers for one appeal are
        all alike, and the longer it takes the more of them are due; anything else, an apology
        perhaps, as often as it was written for them. 0: nobody can say."""
        if OFFER.search(text):
            return max(1, expected(self.said(who)).offers) if self.in_order else 0
        return 1 if RECEIPT.search(text) else max(1, written)

    def all_answered(self) -> bool:
        for who, due in self.due():
            receipts, offers, _ = self.got(who)
            if receipts < due.receipts or offers < due.offers:
                return False
        return True

    def _changed(self, at: str, person: int) -> None:
        who = (at, person)
        self.people[who] = None
        dialogue = self.shown(who)
        if dialogue and dialogue[-1].ours:
            self.heard += 1
            self.lives[(who, dialogue[-1].text)].append(self.life)


@dataclass(slots=True)
class Verdict:
    """What was found; every list names people or numbers, and all but `doubled` must be empty."""

    messages: int = 0
    appeals: int = 0
    lost: list[Any] = field(default_factory=list)
    twice: list[Any] = field(default_factory=list)
    split: list[Any] = field(default_factory=list)
    numbers: list[Any] = field(default_factory=list)
    unanswered: list[Any] = field(default_factory=list)
    wrong_number: list[Any] = field(default_factory=list)
    doubled: Counter[str] = field(default_factory=Counter)
    unsent: int = 0
    quarantined: int = 0

    @property
    def sound(self) -> bool:
        return not (
            self.lost or self.twice or self.split or self.numbers or self.unanswered
            or self.wrong_number or self.unsent
        )  # fmt: skip

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {self.appeals} appeals: lost {len(self.lost)}, kept twice"
            f" {len(self.twice)}, appeals doubled {len(self.split)}, numbers wrong"
            f" {len(self.numbers)}, without a receipt {len(self.unanswered)}, said twice: Telegram"
            f" {self.doubled['telegram']}, VK {self.doubled['vk']}; quarantined {self.quarantined}"
        )


class Archive:
    """What the database remembers, read beside the running house."""

    def __init__(self, url: str) -> None:
        self._engine: AsyncEngine = make_engine(url)

    async def rows(self, query: Any) -> list[Any]:
        async with self._engine.connect() as connection:
            return list(await connection.execute(query))

    async def entries(self) -> list[Any]:
        """Every message of a client: channel, peer, text, message, appeal's id and number."""
        said, chat = t.entries.c, t.chats.c
        query = (
            select(
                chat.channel, chat.peer, said.text, said.message, said.appeal, t.appeals.c.number
            )
            .join(t.chats, t.chats.c.id == t.entries.c.chat)
            .join(t.appeals, t.appeals.c.id == t.entries.c.appeal)
            .where(t.entries.c.side == "client", t.entries.c.revises.is_(None))
        )
        return await self.rows(query)

    async def count(self, table: Any, *where: Any) -> int:
        found = await self.rows(select(func.count()).select_from(table).where(*where))
        return int(found[0][0])

    async def kept(self) -> int:
        """How many messages of clients are kept."""
        return await self.count(t.entries, t.entries.c.side == "client")

    async def unsent(self) -> int:
        return await self.count(t.outbox, t.outbox.c.state.in_(UNSENT))

    async def sent(self) -> int:
        return await self.count(t.outbox, t.outbox.c.state == "sent")

    async def tries(self) -> Mapping[tuple[Who, str], list[int]]:
        """How often each message was tried, by person and words; the oldest first."""
        out = t.outbox.c
        query = select(out.channel, out.peer, out.reply, out.tries).order_by(out.id)
        found: defaultdict[tuple[Who, str], list[int]] = defaultdict(list)
        for channel, peer, reply, tries in await self.rows(query):
            found[((channel, int(peer)), reply["text"])].append(tries)
        return found

    async def cursors(self) -> int:
        """How far receiving has come; only the change of it means something."""
        return hash(tuple(await self.rows(select(t.cursors.c.value))))

    async def forget_cursors(self) -> None:
        """As if the house had never listened."""
        async with self._engine.begin() as connection:
            await connection.execute(t.cursors.delete())

    async def close(self) -> None:
        await self._engine.dispose()


def repeated(lives: Sequence[int], times: int, tries: Sequence[int]) -> Iterator[int]:
    """Of the lives in which the same words were heard that were due so many times: those in which
    something was said that a later one said again. `tries` of each such message, the oldest first,
    tell which of them it was: one that was tried once was said once."""
    more, place = max(0, len(lives) - times), 0
    for tried in tries:
        again = min(tried - 1, more)
        yield from lives[place : place + again]
        more -= again
        place += again + 1
    yield from lives[:more]


async def judged(journal: Journal, archive: Archive) -> Verdict:
    """Everything said, kept and answered, compared."""
    verdict = Verdict(unsent=await archive.unsent())
    verdict.quarantined = await archive.count(t.quarantine)
    kept: defaultdict[Who, list[Any]] = defaultdict(list)
    for entry in await archive.entries():
        kept[(entry.channel, int(entry.peer))].append(entry)
    numbers = [row[0] for row in await archive.rows(select(t.appeals.c.number))]
    verdict.appeals = len(numbers)
    verdict.numbers = _gaps(numbers)
    for who, due in journal.due():
        verdict.messages += len(due.texts)
        _compare(verdict, who, due, kept.pop(who, []))
        _answers(verdict, journal, who, due)
    # Whoever never wrote has nothing kept.
    verdict.twice += kept.items()
    return verdict


def _compare(verdict: Verdict, who: Who, due: Expected, entries: list[Any]) -> None:
    said, kept = Counter(due.texts), Counter(entry.text for entry in entries)
    verdict.lost += [(who, text) for text in (said - kept).elements()]
    verdict.twice += [(who, text) for text in (kept - said).elements()]
    if len({entry.appeal for entry in entries}) != due.receipts:
        verdict.split.append(who)


def _answers(verdict: Verdict, journal: Journal, who: Who, due: Expected) -> None:
    receipts, offers, numbers = journal.got(who)
    if receipts < due.receipts or offers < due.offers:
        verdict.unanswered.append(who)
    if len(numbers) > due.receipts:
        verdict.wrong_number.append((who, numbers))
    more = max(0, receipts - due.receipts) + max(0, offers - due.offers)
    verdict.doubled[who[0]] += more


def _gaps(numbers: list[str]) -> list[Any]:
    """What is wrong with the numbers: those given twice, and years that do not run from 1 to N."""
    wrong: list[Any] = [number for number, times in Counter(numbers).items() if times > 1]
    years: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        year, _, count = number.partition("-")
        years[year].append(int(count))
    for year, counts in years.items():
        if sorted(counts) != list(range(1, len(counts) + 1)):
            wrong.append((year, sorted(set(range(1, max(counts) + 1)) - set(counts))))
    return wrong


async def eventually(
    settled: Callable[[], Any], moving: Callable[[], Any], patience: float = 90.0
) -> bool:
    """Wait until `settled()`, awaited if need be; False when `moving()` stands still so long."""
    loop = asyncio.get_running_loop()
    last, since = moving(), loop.time()
    while True:
        done = settled()
        if await done if asyncio.iscoroutine(done) else done:
            return True
        if (now := moving()) != last:
            last, since = now, loop.time()
        elif loop.time() - since > patience:
            return False
        await asyncio.sleep(0.3)
