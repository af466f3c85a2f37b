"""Steps of a conversation: who hears a person, and who may press what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.access import Action, allowed, needs_no_appeal
from domain.appeals import Appeal
from domain.ministry import Policy
from domain.people import Actor, Chat
from domain.refusal import Refused
from domain.talk import Inbound, Reply, What
from handlers.house import House
from storage.unit import Unit
from texts import heard_as, say


@dataclass(frozen=True, slots=True)
class Turn:
    """What we answer, and the step and draft the conversation stands at afterwards."""

    replies: tuple[Reply, ...] = ()
    step: str = ""
    draft: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """All a step may touch: what happened, whose dialogue, the storage, the house, the hour."""

    event: Inbound
    chat: Chat
    actor: Actor
    unit: Unit
    house: House
    now: datetime
    action: Action | None = None
    args: tuple[str, ...] = ()

    def stay(self, *replies: Reply) -> Turn:
        """Answer without moving the conversation."""
        return Turn(replies, self.chat.step, self.chat.draft)

    def may(self, action: Action, appeal: Appeal | None = None) -> bool:
        return allowed(self.actor, action, appeal)

    async def appeal(self) -> Appeal:
        """The appeal the pressed button names, if this person may do the button's action to it now.

        The refusal is the same whether it is another's or does not exist."""
        found = None
        if self.args and self.args[0].isdecimal() and len(self.args[0]) < 20:
            found = await self.unit.appeals.get(int(self.args[0]))
        if found is None or self.action is None or not self.may(self.action, found):
            raise Refused("foreign")
        return found


Step = Callable[[Scene], Awaitable[Turn]]


@dataclass(slots=True)
class Flow:
    """Which step hears what. Every press names the action it asks for."""

    at_rest: dict[str, Step] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    taps: dict[str, tuple[Action, Step]] = field(default_factory=dict)
    commands: dict[str, Step] = field(default_factory=dict)
    happenings: dict[What, Step] = field(default_factory=dict)

    @classmethod
    def of(cls, *flows: Flow) -> Flow:
        """Several conversations as one."""
        whole = cls()
        for flow in flows:
            for name in cls.__slots__:
                for key, step in getattr(flow, name).items():
                    whole._add(getattr(whole, name), key, step)
        return whole

    def said(self, at: str) -> Callable[[Step], Step]:
        """Hears whatever is said while the conversation stands `at` this step."""
        return lambda step: self._add(self.steps, at, step)

    def rest(self, who: str) -> Callable[[Step], Step]:
        """Hears a "client" or an "employee" who is in the middle of nothing."""
        return lambda step: self._add(self.at_rest, who, step)

    def tapped(self, verb: str, action: Action) -> Callable[[Step], Step]:
        """Hears a press of a button `verb` or `verb:argument:…`."""

        def add(step: Step) -> Step:
            self._add(self.taps, verb, (action, step))
            return step

        return add

    def command(self, name: str) -> Callable[[Step], Step]:
        """Hears the words of the text `heard-<name>`, wherever the conversation stands."""
        return lambda step: self._add(self.commands, name, step)

    def happened(self, what: What) -> Callable[[Step], Step]:
        return lambda step: self._add(self.happenings, what, step)

    async def play(self, scene: Scene) -> Turn:
        """Answer one event; a rule's refusal is answered with its own words."""
        if stopped := self._policy(scene):
            return stopped
        try:
            return await self._step(scene)
        except Refused as no:
            return scene.stay(say(no.text, **no.values))

    async def _step(self, scene: Scene) -> Turn:
        event = scene.event
        if event.what is What.TAPPED:
            verb, *args = event.tap.split(":")
            action, step = self.taps.get(verb, (None, None))
            if action is None or step is None:
                raise Refused("stale-button")
            if needs_no_appeal(action) and not scene.may(action):
                raise Refused("foreign")
            return await step(replace(scene, action=action, args=tuple(args)))
        if event.what is not What.SAID:
            return await self.happenings[event.what](scene)
        word, *args = event.text.split()[:8] or [""]
        for name, command in self.commands.items():
            called = heard_as(name)
            if word.startswith("/") and word.lower() in called or event.text.strip().lower() in called:
                return await command(replace(scene, args=tuple(args)))
        who = "employee" if scene.actor.employee else "client"
        return await self.steps.get(scene.chat.step, self.at_rest[who])(scene)

    def _policy(self, scene: Scene) -> Turn | None:
        """What the ministry uses the channel for, towards this audience."""
        audience = "employees" if scene.actor.employee else "clients"
        policy = scene.house.ministry.channels[scene.event.channel][audience]
        speaks = scene.event.what in {What.SAID, What.TAPPED, What.ODD}
        joins = scene.event.text.startswith("/start ")  # an employee's invitation
        if policy is Policy.DIALOGUE or not speaks or joins:
            return None
        if policy is Policy.OFF:
            return scene.stay()
        return scene.stay(say("inform-only", contacts=scene.house.contacts()))

    def _add(self, place: dict[Any, Any], name: Any, step: Any) -> Any:
        if name in place:
            raise ValueError(f"two steps hear {name!r}")
        place[name] = step
        return step

