"""Closing an appeal without a reply on its merits: in time, with the client's last words seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.access import Action
from domain.appeals import Appeal, Kind, State, first_lines
from domain.refusal import Refused
from domain.talk import Reply
from domain.windows import Window
from handlers.clocks import rule_of
from handlers.flow import Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.asking import Said, preview
from handlers.officer.parts import release
from handlers.officer.telling import tell
from texts import button, moments, say, words


def may_close(scene: Scene, appeal: Appeal) -> Appeal:
    """Refused while somebody else has it under control: whether it is executed is for them to say
    (N-1052 §28)."""
    if appeal.control not in {"", *scene.actor.ids}:
        who = scene.house.who_now(appeal.control, scene.now)
        raise Refused("under-control", number=appeal.number, who=who)
    return appeal


async def in_time(scene: Scene, appeal: Appeal, rule: str) -> bool:
    """Whether the rule's window is still open. Past it an official appeal is the head's to close,
    for by law the reply is due by now."""
    window = await _window(scene, appeal, rule)
    late = window is not None and window.due_at < scene.now
    if late and window and appeal.kind is Kind.OFFICIAL and not is_head(scene, appeal):
        due = moments.on(window.due_at, scene.house.zone, scene.now)
        raise Refused(f"late-to-{rule}", number=appeal.number, at=due, who=head(scene, appeal))
    return not late


def is_head(scene: Scene, appeal: Appeal) -> bool:
    """Whether who acts is in charge of the appeal's unit, or decides in the head's place."""
    return scene.may(Action.TRANSFER_AGAIN, appeal)


def head(scene: Scene, appeal: Appeal) -> str:
    """Who that is, in words."""
    house = scene.house
    found = house.decides(appeal, scene.now) or house.head_of(appeal, scene.now)
    return house.who_now(found, scene.now)


async def show(scene: Scene, what: str, said: Said, before: tuple[Reply, ...], text: str) -> Turn:
    """The words as the client will read them. What the client has said till now is seen by this."""
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    seen = len(await drafts.by_client(scene, appeal)) if appeal else 0
    said = replace(said, more=said.more | {"seen": seen})
    return preview(scene, what, said, *before, Reply(text))


async def wrote_meanwhile(scene: Scene, appeal: Appeal, said: Said) -> Reply | None:
    """What the client has added since the words were shown: it is read before anything closes."""
    await scene.unit.chats.lock(appeal.chat)
    entries = await drafts.by_client(scene, appeal)
    if not (unseen := entries[said.more["seen"] :]):
        return None
    text = first_lines("\n".join(entry.text for entry in unseen), 1_000) or words("no-words")
    return say("closing-wrote-meanwhile", number=appeal.number, text=text)


async def close(
    scene: Scene, appeal: Appeal, state: State, what: str, text: str, rule: str, **facts: Any
) -> Appeal:
    """Closed so, the client told. The rule's window is on record with its arithmetic, whether it
    ran or not; nobody waits for the others any more."""
    late = not await in_time(scene, appeal, rule) if rule else False
    changed = await scene.unit.appeals.change(
        appeal,
        state=state,
        officer=scene.actor.id,
        sorting=False,
        asked=False,
        closed_at=scene.now,
        taken_at=appeal.taken_at or scene.now,
    )
    if changed is None:
        raise Refused("not-any-more", number=appeal.number)
    await release(scene.unit, scene.house, changed, scene.actor.id, scene.now)
    await _meet(scene, changed, rule)
    # whoever is not content with that says so with one tap (N-1052 §1, §18)
    again = [(button("reopen", f"reopen:{appeal.id}"),)] if state is State.LEFT else []
    entry = await tell(scene, changed, text, "notice", rows=again)
    facts |= {"entry": entry} | ({"late": True} if late else {})
    scene.unit.appeals.record(changed, what, scene.actor.id, scene.now, **facts)
    if appeal.officer not in {"", *scene.actor.ids}:
        scene.unit.notices.note(changed, "closed_over", scene.now, employee=appeal.officer)
    return changed


async def _window(scene: Scene, appeal: Appeal, rule: str) -> Window | None:
    """The rule's window as it is kept, or as it would run from the registration."""
    kept = [one.window for one in await scene.unit.windows.of_appeal(appeal)]
    if own := next((w for w in reversed(kept) if w.rule == rule), None):
        return own
    main = rule_of(scene.house, appeal)
    registered = next((w.starts_at for w in kept if w.rule == main), appeal.received_at)
    return scene.house.window(rule, registered, unit=appeal.unit)


async def _meet(scene: Scene, appeal: Appeal, rule: str) -> None:
    """The rule's window was met by this; where none ran, it is opened to have it on record."""
    kept = [one.window for one in await scene.unit.windows.of_appeal(appeal)]
    runs = any(window.rule == rule and window.state.waits for window in kept)
    if rule and not runs and (window := await _window(scene, appeal, rule)):
        fresh = scene.house.window(rule, window.starts_at, unit=appeal.unit)
        scene.unit.windows.open(appeal, fresh or window)
    scene.unit.windows.close_rule(appeal, rule, scene.now)
    scene.unit.windows.drop(appeal, scene.now)
