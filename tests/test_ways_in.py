"""Every way into the house is closed to whoever may not come in by it: role by way in.

`tests/test_access.py` says which action each way asks for, and which role may do it to what. Here
the real flow is asked, with its steps replaced by a mark: whoever is not let in never reaches one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from bot import build, organisation
from domain.access import Action, needs_no_appeal
from domain.matrix import ABOUT_SURVEYS
from domain.ministry import Role
from domain.people import Actor, Chat
from domain.routing import Router
from domain.talk import Channel, Inbound, What
from domain.worktime import Calendar
from handlers.conversations import conversations
from handlers.employee.proving import PIN
from handlers.flow import Flow, Scene, Turn
from handlers.house import House
from tests.source import tree
from tests.test_access import CHAT, NOW, WAYS_IN, actor, may
from tests.town import ROOT
from texts import heard_as, words

pytestmark = pytest.mark.requirement("P1")

#: Every document the house makes: by whose press, and which action that press asks for.
FILES = {
    ("officer/letters.py", "letter"): {"letter", "see_own"},
    ("officer/exporting.py", "card"): {"export"},
    ("administrator/inviting.py", "sheet"): {"invite"},
    ("survey/exporting.py", "survey-xlsx"): {"see_results"},
    ("survey/exporting.py", "survey-docx"): {"see_results"},
    ("survey/exporting.py", "survey-png"): {"see_results"},
}
#: Every tick of the clock: the actions of whoever hears something of it, none for nobody.
TICKS = {
    "reckon": {"see_own"},
    "alerts": {"see_card"},
    "watch": {"see_card"},
    "gather": {"see_card", "see_part", "sign", "decide_extension"},
    "stand_in": {"see_queue"},
    "quarterly": {"run_survey"},
    "deeds": {"see_deeds", "assign_deed"},
    "warn": {"see_health"},
    "abandon": {"reply"},
    "surveys": {"answer_survey"},
    "survey_news": {"run_survey"},
    "forget": set(),
    "beat": set(),
}


async def _reached(_: Scene) -> Turn:
    return Turn(step="reached")


async def _at_rest(_: Scene) -> Turn:
    return Turn(step="at rest")


def marked() -> Flow:
    """The flow of the whole house, its doors as they are, and a mark behind each."""
    flow = conversations()
    for steps in (flow.taps, flow.commands, flow.spellings, flow.steps):
        for name, (action, _) in steps.items():
            steps[name] = (action, _reached)
    for name, (action, _) in flow.at_rest.items():
        flow.at_rest[name] = (action, _at_rest)
    return flow


FLOW = marked()
MINISTRY = organisation.load(ROOT / "organisation.yaml")
HOUSE = House(MINISTRY, Calendar(MINISTRY.schedule), Router(list(MINISTRY.topics.values())))


async def _no_appeal(_: int) -> None:
    return None


#: a storage in which there is nothing
EMPTY = SimpleNamespace(appeals=SimpleNamespace(get=_no_appeal))


def scene(who: Actor, step: str = "", **said: Any) -> Scene:
    chat = Chat(CHAT, Channel.VK, "1", "7", step=step, seen_at=NOW, proved_at=NOW)
    if who.employee:
        chat.employee = who.employee.id
    event = Inbound(Channel.VK, "1", "k", "7", "7", NOW, **said)
    return Scene(event, chat, who, EMPTY, HOUSE, NOW)  # type: ignore[arg-type]


def somebody(role: Role | None) -> Actor:
    return actor(role) if role else Actor(CHAT)


def open_to(role: Role | None, action: str) -> bool:
    """Whether the door itself lets them by: what needs an appeal is asked about that appeal."""
    return not needs_no_appeal(Action(action)) or may(somebody(role), Action(action), "no appeal")


def other_hat(turn: Turn) -> bool:
    """Whether all that is answered is the way to the person's other hat."""
    taps = {b.tap.partition(":")[0] for reply in turn.replies for row in reply.rows for b in row}
    return bool(taps) and taps <= {"hat-client", "hat-work"}


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_button_by_every_role(role: Role | None) -> None:
    for verb, action in WAYS_IN["tapped"].items():
        for tap in (verb, f"{verb}:1", f"{verb}:no-such-thing:7"):
            turn = await FLOW.play(scene(somebody(role), what=What.TAPPED, tap=tap))
            if turn.step != "reached" and other_hat(turn):
                continue  # shut as well, with the way to the hat under which it opens
            assert (turn.step == "reached") is open_to(role, action), (tap, turn)


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_step_by_every_role(role: Role | None) -> None:
    """Somebody whose right has gone meanwhile is heard as if they were in the middle of nothing."""
    for step, action in WAYS_IN["said"].items():
        if step == PIN:
            continue  # it stands before every door: the next test
        turn = await FLOW.play(scene(somebody(role), step, text="what I was asked for"))
        expected = "reached" if open_to(role, action) else "at rest"
        assert turn.step == expected, (step, turn)


@pytest.mark.parametrize("role", Role)
async def test_words_typed_for_a_pin_reach_no_door(role: Role) -> None:
    typed = [min(heard_as(name)) for name in WAYS_IN["command"] if name != "lost-phone"]
    for text in ("what I was asked for", *typed):
        asked = scene(somebody(role), PIN, text=text)
        asked.chat.draft = {"was": "", "draft": {}, "whole": True, "then": []}
        assert (await FLOW.play(asked)).step == PIN, text


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_command_by_every_role(role: Role | None) -> None:
    for name, action in WAYS_IN["command"].items():
        for word in heard_as(name):
            turn = await FLOW.play(scene(somebody(role), text=word))
            assert (turn.step == "reached") is open_to(role, action), (word, turn)


@pytest.mark.parametrize("role", [None, *Role])
async def test_a_refusal_is_one_sentence_whatever_is_pressed(role: Role | None) -> None:
    refused = set()
    for verb, action in WAYS_IN["tapped"].items():
        if not open_to(role, action):
            turn = await FLOW.play(scene(somebody(role), what=What.TAPPED, tap=f"{verb}:1"))
            said = words("foreign-survey" if action in ABOUT_SURVEYS else "foreign")
            refused |= {reply.text for reply in turn.replies} - {said}
    assert not refused


@pytest.mark.parametrize("what", [What.EDITED, What.LEFT, What.CAME_BACK, What.IN_GROUP, What.ODD])
def test_what_merely_happens_is_no_way_in(what: What) -> None:
    """Nothing of these reaches a button's, a command's or a step's door."""
    assert what in conversations().happenings


def made() -> Iterator[tuple[str, str]]:
    """Where a document is asked for, and which."""
    handlers = ROOT / "handlers"
    for path in sorted(handlers.rglob("*.py")):
        text = path.read_text("utf-8")
        if not any(_is_call(node, "house_file") for node in ast.walk(tree(path))):
            continue
        for ref in ("letter", "card", "sheet", "survey-xlsx", "survey-docx", "survey-png"):
            if f'f"{ref}:{{' in text and ("house_file" in text):
                if ref == "card" and path.name != "exporting.py":
                    continue  # a button's tap
                yield path.relative_to(handlers).as_posix(), ref


def _is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name


def test_every_document_has_its_line() -> None:
    assert set(made()) == FILES.keys()
    assert {action for actions in FILES.values() for action in actions} <= {*Action}


def test_every_document_is_asked_for_behind_its_own_door() -> None:
    declared = {(name, action) for way in WAYS_IN.values() for name, action in way.items()}
    assert {("letter", "letter"), ("my-letter", "see_own"), ("export", "export")} <= declared
    assert any(action == "invite" for _, action in declared)


def test_every_tick_of_the_clock_has_its_line() -> None:
    assert build.TICKS.keys() == TICKS.keys()
    assert {action for actions in TICKS.values() for action in actions} <= {*Action}


def test_a_door_without_a_line_would_be_found() -> None:
    """The check above compares what is declared with what is written: one more is one too many."""
    flow = Flow.of(conversations())
    flow.taps["new-verb"] = (Action.WRITE, _reached)
    found = {name: str(action) for name, (action, _) in flow.taps.items()}
    assert found != WAYS_IN["tapped"]
