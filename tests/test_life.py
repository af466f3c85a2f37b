"""State × action × role, pressed one by one: what the domain does not allow changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from domain.access import MATRIX, Action, allowed, needs_no_appeal
from domain.appeals import OPEN, REACHED_FROM, Appeal, Kind, State
from domain.life import POSSIBLE, possible
from domain.ministry import Role
from domain.people import Actor, Chat
from domain.refusal import Refused
from domain.talk import Channel, Inbound, What
from handlers.conversations import conversations
from handlers.flow import Flow, Scene, Turn
from handlers.officer import asking
from storage.engine import make_engine
from storage.unit import Unit
from tests import life_table
from tests.kit import Kit, sample
from texts import words

#: what is said when an action is not theirs, or not to be done now
NO = {
    "foreign",
    "not-any-more",
    "held-by",
    "reply-leaving",
    "reply-at-signatory",
    "reply-not-sent-yet",
    "reply-under-control",
    "controlled-by",
    "not-controlled",
    "already-answered",
    "already-closed",
    "already-called-off",
    "already-taken",
    "already-official",
    "only-official",
    "only-citizens",
    "no-mark-now",
}
#: what is said of a press that is the other hat's, whether what it names exists or not
HATS = ("press-at-work", "press-as-client")
NO |= set(HATS)
#: everybody who may meet an appeal, by what they are to it
PEOPLE = {
    "its client": ("", ()),
    "another client": ("", ()),
    "its officer": ("petrov", (Role.OFFICER,)),
    "a colleague": ("gromova", (Role.OFFICER,)),
    "the head": ("ivanova", (Role.HEAD,)),
    "the signatory": ("lebedeva", (Role.SIGNATORY,)),
    "who controls it": ("sidorova", (Role.CONTROLLER,)),
    "another controller": ("belov", (Role.CONTROLLER,)),
    "another unit's officer": ("orlova", (Role.OFFICER,)),
    "another unit's head": ("morozov", (Role.HEAD,)),
    "an administrator": ("admin", (Role.ADMINISTRATOR,)),
    "whom it complains about": ("nikitina", (Role.OFFICER, Role.HEAD, Role.CONTROLLER)),
}

#: who has asked what is asked by a colleague: nobody but an employee
ASKER = "loginov"


class Undone(Exception):
    """The unit of work is given up: the next press meets the appeal as it was."""


@dataclass(slots=True)
class Stage:
    """One appeal in one state, and the people round it."""

    kit: Kit
    appeal: Appeal
    chats: dict[str, Chat]

    def actor(self, who: str) -> Actor:
        id_, roles = PEOPLE[who]
        known = self.kit.ministry.employees.get(id_)
        employee = replace(known, roles=frozenset(roles)) if known else None
        if who == "its client" and self.appeal.kind.internal:
            employee = self.kit.ministry.employees[ASKER]
        if employee and who == "whom it complains about":
            employee = replace(employee, unit=self.appeal.unit)
        return Actor(self.chats[who].id, employee)

    async def press(self, flow: Flow, verb: str, who: str) -> tuple[str, bool]:
        """The refusal met, "" for none, and whether anything was to be written."""
        event = Inbound(
            Channel.TELEGRAM,
            "42",
            f"{verb}:{who}",
            "1",
            "1",
            self.kit.watch(),
            What.TAPPED,
            tap=f"{verb}:{self.appeal.id}",
        )
        refused, wrote = "", False
        chat = replace(self.chats[who])
        try:
            async with self.kit.units.begin() as unit:
                scene = Scene(event, chat, self.actor(who), unit, self.kit.house, self.kit.watch())
                try:
                    turn = await flow._step(scene)
                    refused = next((n for n in HATS if turn.replies[:1] and _is(turn, n)), "")
                except Refused as no:
                    refused = no.text
                wrote = _writes(unit) or (chat.step, chat.draft) != ("", {})
                raise Undone
        except Undone:
            return refused, wrote


def _is(turn: Turn, name: str) -> bool:
    return turn.replies[0].text == words(name)


def _writes(unit: Unit) -> bool:
    pending = unit._pending
    return bool(pending._rows or pending._changes or unit.outbox.posted)


@pytest.fixture
async def kit(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Kit]:
    path = tmp_path / "life.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(f"sqlite+aiosqlite:///{path}")
    yield Kit(engine)
    await engine.dispose()


async def _stage(kit: Kit, state: State, kind: Kind) -> Stage:
    chats = {who: await kit.chat(id_) for who, (id_, _) in PEOPLE.items()}
    if kind.internal:  # what is a colleague's has no client but them
        chats["its client"] = await kit.chat(ASKER)
    facts: dict[str, Any] = {
        "chat": chats["its client"],
        "officer": "",
        "control": "sidorova",
        "barred": "nikitina",
        "state": state,
        "kind": kind,
        "filer": ASKER if kind.internal else "",
        "closed_at": None if state in OPEN else kit.watch(),
    }
    if state not in {State.WAITING, State.NOT_APPEAL}:
        facts["officer"] = "petrov"
    if state is State.APPROVAL:
        facts["signatory"] = "lebedeva"
    return Stage(kit, await kit.appeal(**facts), chats)


@pytest.mark.requirement("P1", "C8")
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", State)
async def test_every_press_of_everybody_in_every_state(kit: Kit, state: State, kind: Kind) -> None:
    flow, stage = conversations(), await _stage(kit, state, kind)
    wrong = []
    for verb, (action, _) in flow.taps.items():
        if needs_no_appeal(action):
            continue
        for who in PEOPLE:
            may = allowed(stage.actor(who), action, stage.appeal)
            expected = may and possible(action, stage.appeal)
            refused, wrote = await stage.press(flow, verb, who)
            if expected and refused in NO:
                wrong.append(f"{who} may {verb}, and hears {refused}")
            if not expected and refused not in NO | {"stale-button"}:
                wrong.append(f"{who} may not {verb}, and hears {refused or 'no refusal'}")
            if not expected and wrote:
                wrong.append(f"{who} may not {verb}, and something is written")
    assert wrong == []


def test_every_action_on_an_appeal_has_its_states() -> None:
    assert {*POSSIBLE} == {action for action in Action if not needs_no_appeal(action)}
    assert all(POSSIBLE.values())


def test_every_state_can_be_reached_and_left() -> None:
    assert REACHED_FROM.keys() == {*State}
    left = {source for sources in REACHED_FROM.values() for source in sources}
    assert left >= {*State} - {State.REDIRECTED}


def test_the_document_says_what_the_domain_does() -> None:
    assert life_table.DOCUMENT.read_text(encoding="utf-8") == life_table.table()


def test_words_are_heard_and_confirmed_for_the_action_that_asked() -> None:
    """What asks for words, and what does it once they are confirmed, ask for the same right."""
    for what, (action, _) in asking.CONFIRMED.items():
        assert asking.HEARD[what][0] is action
        assert action in MATRIX


def test_people_are_who_they_are_said_to_be() -> None:
    assert {id_ for id_, _ in PEOPLE.values() if id_} <= sample().employees.keys()
