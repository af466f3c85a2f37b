"""Every verb that reads an appeal's data leaves a line, but for the officer responsible (P1)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.access import Action, allowed
from domain.appeals import Appeal, Kind, State
from domain.life import possible
from domain.people import Chat
from domain.talk import Channel, Inbound, What
from handlers.conversations import conversations
from handlers.flow import Flow, Scene
from handlers.viewing import BY_VERB, READS
from storage import tables as t
from storage.engine import make_engine
from tests.kit import Kit, rows

#: the officer responsible, and whoever else may come to read: of the unit, its head, a controller,
#: who signs, whoever is asked for a part, and those who may not at all
OFFICER = "petrov"
OTHERS = ("ivanova", "gromova", "sidorova", "lebedeva", "zaitsev", "orlova", "loginov", "")


@pytest.fixture
async def kit(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Kit]:
    path = tmp_path / "views.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite+aiosqlite:///{path}")
    yield Kit(engine)
    await engine.dispose()


@dataclass(slots=True)
class Reading:
    """One verb pressed by one person, about an appeal of its own."""

    kit: Kit
    flow: Flow
    verb: str
    chat: Chat

    @property
    def action(self) -> Action:
        return self.flow.taps[self.verb][0]

    async def appeal(self, client: Chat) -> Appeal:
        """One that stands so that the verb can be pressed, with the signatory to sign it."""
        state = next(s for s in State if s is not State.WAITING and self._can(s))
        return await self.kit.appeal(
            officer=OFFICER, state=state, kind=Kind.OFFICIAL, chat=client, signatory="lebedeva"
        )

    def _can(self, state: State) -> bool:
        now = self.kit.watch()
        one = Appeal(1, "", 1, state, "", "", "", False, "", now, now, now, kind=Kind.OFFICIAL)
        return possible(self.action, one)

    async def press(self, appeal: Appeal) -> tuple[bool, set[tuple[str, str]]]:
        """Whether this person may, and who is on record to have read what of the appeal."""
        now = self.kit.watch()
        async with self.kit.units.begin() as unit:
            facts = {"asked_by": OFFICER, "unit": "care", "employee": "zaitsev", "due_at": now}
            part = unit.parts.ask(appeal, now, question="?", question_files=[], **facts)
        named = part.id if self.action is Action.SEE_PART else appeal.id
        async with self.kit.units.begin() as unit:
            actor = self.kit.house.actor(self.chat, now)
            tap = f"{self.verb}:{named}"
            key = f"{tap}:{self.chat.id}"
            event = Inbound(Channel.TELEGRAM, "42", key, "1", "1", now, What.TAPPED, tap=tap)
            await self.flow.play(Scene(event, self.chat, actor, unit, self.kit.house, now))
        kept = await rows(self.kit.engine, t.views)
        seen = {(row["actor"], row["what"]) for row in kept if row["appeal"] == appeal.id}
        return allowed(actor, self.action, appeal, part), seen


def reading_verbs() -> list[str]:
    return [verb for verb, (action, _) in conversations().taps.items() if action in READS]


@pytest.mark.requirement("P1")
@pytest.mark.parametrize("verb", reading_verbs())
async def test_whoever_reads_is_on_record_but_for_the_officer_responsible(
    kit: Kit, verb: str
) -> None:
    flow, client = conversations(), await kit.chat()
    what = BY_VERB.get(verb, READS[flow.taps[verb][0]])
    readers = set()
    for who in OTHERS:
        one = Reading(kit, flow, verb, await kit.chat(who))
        may, seen = await one.press(await one.appeal(client))
        if may:
            readers.add(who)
            assert (who, what) in seen, who
        assert {actor for actor, _ in seen} == ({who} if may else set())
    assert readers, "nobody may read it"
    responsible = Reading(kit, flow, verb, await kit.chat(OFFICER))
    _, seen = await responsible.press(await responsible.appeal(client))
    assert seen == set()


def test_what_is_read_by_pressing() -> None:
    expected = "card why-card files more repeat describe reply-number part letter export"
    signing = "extension extend-yes extend-no sign-open sign sign-back sign-change"
    assert {*reading_verbs()} == {*expected.split(), *signing.split()}
    assert BY_VERB.keys() <= {*reading_verbs()}
