"""Steps of a conversation: who hears a person, and who may press what."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.access import Action, acts_as, allowed, foreign, needs_no_appeal
from domain.appeals import Appeal, Kind, State, is_blank
from domain.life import RUNNING, possible, wrong_kind
from domain.ministry import Policy
from domain.parts import Part
from domain.people import Actor, Chat
from domain.proving import PROVED, wants_pin
from domain.refusal import Refused
from domain.talk import Inbound, Reply, What
from handlers.called import calls
from handlers.house import House
from handlers.turns import Turn as Turn  # noqa: PLC0414 - steps have it from here
from handlers.turns import Unproved
from handlers.two_hats import elsewhere, goes_back, put_on, way_back, wear
from handlers.viewing import READS, reads
from storage.unit import Unit
from texts import heard_as, say


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

    def may(self, action: Action, appeal: Appeal | None = None, part: Part | None = None) -> bool:
        return allowed(self.actor, action, appeal, part)

    def can(self, action: Action, appeal: Appeal, part: Part | None = None) -> bool:
        """Whether this person may do it and the appeal stands so that it can be done."""
        return self.may(action, appeal, part) and possible(action, appeal, part)

    @property
    def says_nothing(self) -> bool:
        """Neither files nor words that can be seen."""
        return not self.event.files and is_blank(self.event.text)

    def arg(self, place: int) -> str:
        """What the pressed button carries after its verb, "" for what it does not."""
        return self.args[place] if place < len(self.args) else ""

    def number(self, place: int) -> int:
        """The same as a number, 0 for anything that is none."""
        found = self.arg(place)
        if not (found.isascii() and found.isdecimal() and len(found) < 20):
            return 0
        return int(found) if int(found) < 2**63 else 0

    async def appeal(self) -> Appeal:
        """The appeal the pressed button names, if this person may do the button's action to it now.

        The refusal is the same whether it is another's or does not exist; whoever may read the
        card hears what stands in the way."""
        number = self.number(0)
        found = await self.unit.appeals.get(number) if number else None
        assert self.action is not None
        return self.allowed(found, self.action)

    def allowed(self, found: Appeal | None, action: Action, part: Part | None = None) -> Appeal:
        """The appeal, if this person may do the action to it, or to a part of its reply, and it
        stands so that it can be done; else a refusal as `appeal` gives it."""
        if found is None:
            raise Refused("foreign")
        if self.may(action, found, part):
            if possible(action, found, part):
                self._proved(action)
                self.acts_for(action, found, part)
                reads(self, found, READS.get(action, ""))
                return found
            raise (
                self.house.settled(found, part) if part else self._stands_in_the_way(action, found)
            )
        if part is None and self.may(Action.SEE_CARD, found):
            raise self._stands_in_the_way(action, found)
        raise Refused("foreign")

    def acts_for(self, action: Action, found: Appeal, part: Part | None = None) -> None:
        """What is done now is done for the absent colleague whose right it is, if it is one's."""
        capacity = acts_as(self.actor, action, found, part)
        absent = capacity.employee.id if capacity else self.actor.id
        for_whom = "" if absent == self.actor.id else absent
        self.unit.appeals.acted_for(found, self.actor.id, for_whom)

    def _proved(self, action: Action) -> None:
        security, proved_at = self.house.ministry.security, self.chat.proved_at
        if action in PROVED and wants_pin(security, self.actor.roles, proved_at, self.now):
            raise Unproved

    def _stands_in_the_way(self, action: Action, found: Appeal) -> Refused:
        """Why it cannot be done now, in words for whoever may know."""
        if wrong_kind(action, found):
            name = "already-official" if found.kind is Kind.OFFICIAL else "only-official"
            name = "only-citizens" if found.kind.internal else name
            return Refused(name, number=found.number)
        if found.chat == self.actor.chat:
            if action is Action.RESTORE:
                return Refused("stale-button")
            name = _CLIENTS.get(found.state, "already-answered")
            if found.state in RUNNING:
                name = "no-mark-now" if action is Action.RATE else "already-taken"
            unit = self.house.unit_name(found.unit)
            return Refused(name, number=found.number, unit=unit)
        if found.officer not in {"", *self.actor.ids} and found.is_open:
            return self.house.held_by(found, self.now)
        own = _OWN_STATES.get(found.state, "not-any-more")
        return Refused(own, number=found.number, who=self.house.who(found.control))


#: what a client hears of an appeal that is closed, unless it was answered
_CLIENTS = {
    State.NOT_APPEAL: "already-called-off",
    State.REDIRECTED: "already-closed",
    State.LEFT: "already-closed",
}
#: what an officer hears of an appeal of theirs that has moved on
_OWN_STATES = {
    State.SENDING: "reply-leaving",
    State.APPROVAL: "reply-at-signatory",
    State.DISPATCH: "reply-not-sent-yet",
    State.CONTROL: "reply-under-control",
}

Step = Callable[[Scene], Awaitable[Turn]]
Gate = Callable[[Scene], Awaitable[Turn | None]]
#: who may do it, and what is done
Guarded = tuple[Action, Step]


@dataclass(slots=True)
class Flow:
    """Which step hears what. Every way in names the action it asks for."""

    at_rest: dict[str, Guarded] = field(default_factory=dict)
    steps: dict[str, Guarded] = field(default_factory=dict)
    taps: dict[str, Guarded] = field(default_factory=dict)
    commands: dict[str, Guarded] = field(default_factory=dict)
    spellings: dict[str, Guarded] = field(default_factory=dict)
    happenings: dict[What, Step] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)

    @classmethod
    def of(cls, *flows: Flow) -> Flow:
        """Several conversations as one."""
        whole = cls()
        for flow in flows:
            for name in cls.__slots__:
                for key, step in getattr(flow, name).items():
                    whole._add(getattr(whole, name), key, step)
        return whole

    def said(self, at: str, action: Action) -> Callable[[Step], Step]:
        """Hears whatever is said while the conversation stands `at` this step."""
        return self._guarded(self.steps, at, action)

    def rest(self, who: str, action: Action) -> Callable[[Step], Step]:
        """Hears a "client" or an "employee" who is in the middle of nothing."""
        return self._guarded(self.at_rest, who, action)

    def tapped(self, verb: str, action: Action) -> Callable[[Step], Step]:
        """Hears a press of a button `verb` or `verb:argument:…`."""
        return self._guarded(self.taps, verb, action)

    def command(self, name: str, action: Action) -> Callable[[Step], Step]:
        """Hears the words of the text `heard-<name>`, wherever the conversation stands."""
        return self._guarded(self.commands, name, action)

    def spelt(self, pattern: str, action: Action) -> Callable[[Step], Step]:
        """Hears a message that is spelt so, wherever one stands; its groups become arguments."""
        return self._guarded(self.spellings, pattern, action)

    def happened(self, what: What) -> Callable[[Step], Step]:
        return lambda step: self._add(self.happenings, what, step)

    def gate(self, name: str) -> Callable[[Gate], Gate]:
        """Is asked "before" every event, or for the "proof" an action wants; None lets pass."""
        return lambda gate: self._add(self.gates, name, gate)

    async def play(self, scene: Scene) -> Turn:
        """Answer one event; a rule's refusal is answered with its own words."""
        wear(scene)
        try:
            before = self.gates.get("before")
            gated = await before(scene) if before else None
            turn = gated or self._policy(scene) or await self._step(scene)
        except Unproved:
            turn = await self.gates["proof"](scene) or scene.stay()
        except Refused as no:
            return scene.stay(say(no.text, **no.values))
        return await self._again(scene, turn) if turn.then or turn.later else turn

    async def _again(self, scene: Scene, turn: Turn) -> Turn:
        """What waited for the other hat, or for a PIN, is done now."""
        if turn.then:
            return turn.and_then(await self.play(put_on(scene, turn.then)))
        for event in turn.later:
            scene.chat.step, scene.chat.draft = turn.step, turn.draft
            actor = scene.house.actor(scene.chat, scene.now)
            turn = turn.and_then(await self.play(replace(scene, event=event, actor=actor)))
        return turn

    async def _step(self, scene: Scene) -> Turn:
        event = scene.event
        if event.what is What.TAPPED:
            verb, *args = event.tap.split(":")
            if verb not in self.taps:
                raise Refused("stale-button")
            return await self._do(self.taps[verb], scene, args)
        if event.what is not What.SAID:
            return await self.happenings[event.what](scene)
        if spelt := self._spelt(event.text):
            return await self._do(spelt[0], scene, spelt[1])
        for name, command in self.commands.items():
            if calls(event.text, heard_as(name)):
                return await self._do(command, scene, ())
        who = "employee" if scene.actor.employee else "client"
        action, step = self.steps.get(scene.chat.step, self.at_rest[who])
        if not scene.may(action):  # what they were in the middle of is no longer theirs to do
            _, step = self.at_rest[who]
        return await step(scene)

    async def _do(self, guarded: Guarded, scene: Scene, args: Sequence[str]) -> Turn:
        action, step = guarded
        if hint := await elsewhere(replace(scene, action=action, args=tuple(args))):
            return scene.stay(hint)
        if needs_no_appeal(action) and not scene.may(action):
            raise foreign(action)
        return await step(replace(scene, action=action, args=tuple(args)))

    def orders(self, text: str) -> bool:
        """Whether this is heard wherever a conversation stands, and is nobody's answer."""
        called = any(calls(text, heard_as(name)) for name in self.commands)
        return called or self._spelt(text) is not None

    def _spelt(self, text: str) -> tuple[Guarded, tuple[str, ...]] | None:
        for pattern, guarded in self.spellings.items():
            if found := re.fullmatch(pattern, text.strip()):
                return guarded, found.groups()
        return None

    def _policy(self, scene: Scene) -> Turn | None:
        """What the ministry uses the channel for, towards this audience."""
        event, policy = scene.event, use_of(scene)
        spelt = self._spelt(event.text)  # articles are read where we talk, codes heard everywhere
        urgent = spelt is not None and spelt[0][0] is not Action.READ_ARTICLES
        if policy is Policy.DIALOGUE or event.what in _UNSPOKEN or urgent:
            return None
        if goes_back(scene):
            return None
        if policy is Policy.OFF:
            return scene.stay()
        told = say("inform-only", *way_back(scene), contacts=scene.house.contacts())
        return scene.stay(told)

    def _guarded(self, place: dict[Any, Any], name: Any, action: Action) -> Callable[[Step], Step]:
        def add(step: Step) -> Step:
            self._add(place, name, (action, step))
            return step

        return add

    def _add(self, place: dict[Any, Any], name: Any, step: Any) -> Any:
        if name in place:
            raise ValueError(f"two steps hear {name!r}")
        place[name] = step
        return step


#: what is noticed and not answered
_UNSPOKEN = frozenset({What.EDITED, What.LEFT, What.CAME_BACK})


def use_of(scene: Scene) -> Policy:
    """What the ministry uses this channel for, towards whoever speaks."""
    audience = "employees" if scene.actor.employee else "clients"
    return scene.house.use_of(scene.event.channel, audience)
