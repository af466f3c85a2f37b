"""The crowd: many people at both stand-ins who write in a shuffled but repeatable order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.people import Sent
from sandbox.telegram import TelegramStandIn
from sandbox.vk import VkStandIn
from tests.trials import poison

MATTERS = (
    "Когда перечислят пособие на ребёнка?",
    "Как оформить субсидию на оплату ЖКУ?",
    "Работодатель второй месяц не платит зарплату.",
    "Маме нужна сиделка, куда обратиться?",
    "У нас во дворе опять нет света.",
    "Положена ли льгота на проезд ветерану труда?",
)
#: One message in so many carries a file; one event in so many makes no sense.
FILE_EVERY, POISON_EVERY = 25, 100


@dataclass(slots=True)
class Crowd:
    """`people` at each messenger write `messages` in all, everybody at least once if that is
    enough; every file sent is remembered by its name, every senseless event is counted."""

    telegram: TelegramStandIn
    vk: VkStandIn
    rng: random.Random
    people: int
    messages: int
    files: dict[str, bytes] = field(default_factory=dict)
    senseless: int = 0
    said: int = 0
    _turns: Iterator[tuple[str, int]] | None = None

    async def speaks(self, times: int) -> None:
        """The next `times` messages of the crowd, or what is left of them."""
        self._turns = self._turns or iter(self._order())
        for _ in range(times):
            turn = next(self._turns, None)
            if turn is None:
                return
            await self._says(*turn)

    @property
    def left(self) -> int:
        return self.messages - self.said

    def _order(self) -> list[tuple[str, int]]:
        turns = []
        for place, at in enumerate(("telegram", "vk")):
            ids = range(10_001 + place * 100_000, 10_001 + place * 100_000 + self.people)
            count = self.messages // 2 + (place * self.messages % 2)
            once = self.rng.sample(ids, min(count, self.people))
            turns += [(at, person) for person in once]
            turns += [(at, self.rng.choice(ids)) for _ in range(count - len(once))]
        self.rng.shuffle(turns)
        return turns

    async def _says(self, at: str, person: int) -> None:
        self.said += 1
        text = f"{self.rng.choice(MATTERS)} Вопрос {self.said}."
        files = []
        if self.said % FILE_EVERY == 0:
            name = f"справка-{self.said}.pdf"
            self.files[name] = f"%PDF-1.4 {self.said} ".encode() * self.rng.randint(1, 200)
            files.append(Sent("document", name, self.files[name], "application/pdf"))
        messenger = self.telegram if at == "telegram" else self.vk
        await messenger.says(person, text, files)
        if self.said % POISON_EVERY == 0:
            self.emit_poison(person if at == "vk" else 0)

    def emit_poison(self, victim: int = 0) -> None:
        """One event that makes no sense at each messenger; the next shape each time."""
        place = self.senseless // 2
        self.telegram.emit_raw(poison.telegram(place))
        self.vk.emit_raw(poison.vk(place, victim or 77_001, self.vk.group_id))
        self.senseless += 2
