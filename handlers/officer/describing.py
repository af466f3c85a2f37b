"""What the register keeps of an appeal: category, who asks, how to answer, its number there."""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.register import (
    ADDRESSED,
    APPLICANTS,
    CATEGORIES,
    WAYS,
    typed_line,
    typed_name,
    typed_number,
)
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer import card
from handlers.officer.asking import Said, ask, asked
from handlers.official import address_for
from texts import button, say, words

flow = Flow()

WHAT = ("category", "applicant", "representative", "name", "way", "register")
#: what is chosen by a button: its column
CHOSEN = {"category": CATEGORIES, "applicant": APPLICANTS}


@flow.tapped("describe", Action.DESCRIBE)
async def describe(scene: Scene) -> Turn:
    """What to note, then how: by a button or in words."""
    appeal = await scene.appeal()
    what, _, value = scene.arg(1).partition(".")
    if not what:
        return scene.stay(say("describe-what", *_menu(appeal), number=appeal.number))
    if what in CHOSEN:
        if value:
            return await _choose(scene, appeal, what, value)
        rows = [_choice(appeal, words(f"{what}-{one}"), f"{what}.{one}") for one in CHOSEN[what]]
        return scene.stay(say(f"describe-{what}", *_pairs(rows), number=appeal.number))
    if what == "way":
        return await _way(scene, appeal, value)
    if what not in WHAT:
        raise Refused("stale-button")
    return await ask(scene, appeal, what, say(f"ask-{what}", number=appeal.number))


async def _choose(scene: Scene, appeal: Appeal, what: str, value: str) -> Turn:
    if value not in CHOSEN[what]:
        raise Refused("stale-button")
    return scene.stay(*(await _noted(scene, appeal, **{what: value})).replies)


async def _way(scene: Scene, appeal: Appeal, value: str) -> Turn:
    """A chat needs a dialogue, a portal one that the organisation has, the rest an address."""
    ways = [way for way in WAYS if way != "chat" or appeal.chat is not None]
    if not scene.house.ministry.contacts.state_portal:
        ways.remove("portal")
    if value and value not in ways:
        raise Refused("stale-button")
    if value in ADDRESSED:
        return await ask(
            scene, appeal, "reply-to", say("ask-reply-to", number=appeal.number), way=value
        )
    if value:
        turn = await _noted(scene, appeal, reply_by=value, reply_to="")
        return scene.stay(*turn.replies)
    rows = [_choice(appeal, words(f"reply-by-{way}"), f"way.{way}") for way in ways]
    return scene.stay(say("describe-reply-by", *_pairs(rows), number=appeal.number))


@asked("representative", Action.DESCRIBE)
async def hear_representative(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    return await _noted(scene, appeal, representative=typed_line(_words(said)))


@asked("name", Action.DESCRIBE)
async def hear_name(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    return await _noted(scene, appeal, name=typed_name(_words(said)))


@asked("reply-to", Action.DESCRIBE)
async def hear_address(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    way = said.more["way"]
    address = address_for(way, _words(said))
    return await _noted(scene, appeal, reply_by=way, reply_to=address)


@asked("register", Action.DESCRIBE)
async def hear_register(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The number and day of the document system."""
    today = scene.house.calendar.local_day(scene.now)
    number, day = typed_number(_words(said), today)
    facts = {"register_number": number, "registered_on": day.isoformat()}
    return await _noted(scene, appeal, **facts)


def _words(said: Said) -> str:
    if said.files or not said.text:
        raise Refused("words-only")
    return said.text


async def _noted(scene: Scene, appeal: Appeal, **values: str) -> Turn:
    """Noted, on record by what was noted; whose name it is stays out of the history."""
    await scene.unit.particulars.note(appeal.id, **values)
    public = {n: v for n, v in values.items() if n in {"category", "applicant", "reply_by"}}
    number = {n: v for n, v in values.items() if n.startswith("regist")}
    facts = {"noted": sorted(values), **public, **number}
    scene.unit.appeals.record(appeal, "described", scene.actor.id, scene.now, **facts)
    return Turn((say("described", number=appeal.number), await card.of(scene, appeal)))


def _menu(appeal: Appeal) -> list[tuple[Button, ...]]:
    rows = [button(f"describe-{what}", f"describe:{appeal.id}:{what}") for what in WHAT]
    return [*_pairs(rows), (button("open", f"card:{appeal.id}"),)]


def _choice(appeal: Appeal, label: str, choice: str) -> Button:
    return Button(label, f"describe:{appeal.id}:{choice}")


def _pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
