"""Leaving an appeal without a reply on its merits, for one of the lawful reasons and no other."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.grounds import GROUNDS, REPEATEDLY, Ground
from domain.refusal import Refused
from domain.talk import Reply
from handlers.explain import clause_text
from handlers.flow import Flow, Scene, Turn
from handlers.officer import closing
from handlers.officer import draft as drafts
from handlers.officer.asking import Said, ask, asked, confirmed
from handlers.officer.findings import greeting_text
from texts import button, moments, say, words

flow = Flow()

#: what is written on record says what the officer has seen, not "see above"
SHORTEST_FACTS = 10


@flow.tapped("leave", Action.LEAVE)
async def choose(scene: Scene) -> Turn:
    """The lawful reasons, each with its clause."""
    appeal = closing.may_close(scene, await scene.appeal())
    names = list(GROUNDS)
    shown = [button(f"ground-{name}", f"leave-for:{appeal.id}:{name}") for name in names]
    rows = [tuple(shown[place : place + 2]) for place in range(0, len(shown), 2)]
    back = (button("open", f"card:{appeal.id}"),)
    return scene.stay(say("choose-ground", *rows, back, number=appeal.number))


@flow.tapped("leave-for", Action.LEAVE)
async def begin(scene: Scene) -> Turn:
    """What the reason rests on is asked for: it stays on record."""
    appeal = await scene.appeal()
    return await _begin(scene, appeal, scene.arg(1))


@flow.tapped("unclear", Action.LEAVE)
async def unclear(scene: Scene) -> Turn:
    """The commonest of them, from the card at once."""
    return await _begin(scene, await scene.appeal(), "unintelligible")


async def _begin(scene: Scene, appeal: Appeal, name: str) -> Turn:
    closing.may_close(scene, appeal)
    ground = await _holds(scene, appeal, name)
    text = say(
        "ask-ground-facts",
        number=appeal.number,
        ground=words(f"button-ground-{name}"),
        clause=clause_text(ground.clause),
    )
    return await ask(scene, appeal, "leave", text, ground=name)


@asked("leave", Action.LEAVE)
async def hear_facts(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    if said.files or len(said.text) < SHORTEST_FACTS:
        return scene.stay(say("ground-facts-in-words"))
    return await _shown(scene, appeal, said)


@confirmed("leave", Action.LEAVE)
async def leave(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """Closed, the reason and what it rests on are on record, the client told."""
    closing.may_close(scene, appeal)
    if told := await closing.wrote_meanwhile(scene, appeal, said):
        return await _shown(scene, appeal, said, told)
    name = said.more["ground"]
    ground = await _holds(scene, appeal, name)
    text = await _text(scene, appeal, name)
    facts = {"ground": name, "clause": ground.clause, "reason": said.text}
    await closing.close(scene, appeal, State.LEFT, "left", text, ground.rule, **facts)
    way = "chat" if appeal.chat is not None else "none"
    return Turn((say("left-unanswered", number=appeal.number, way=way),))


async def _holds(scene: Scene, appeal: Appeal, name: str) -> Ground:
    """The reason, if it can be one for this appeal: nothing is refused as a formality (N-1052
    §7)."""
    ground = GROUNDS.get(name)
    if ground is None:
        raise Refused("stale-button")
    if ground.by_head and not closing.is_head(scene, appeal):
        raise Refused("ground-by-head", number=appeal.number, who=closing.head(scene, appeal))
    if name == "nameless" and await _can_be_answered(scene, appeal):
        raise Refused("ground-has-way", number=appeal.number)
    if name == "repeated" and not await _answered_before(scene, appeal):
        raise Refused("ground-not-repeated", number=appeal.number)
    if ground.rule:
        await closing.in_time(scene, appeal, ground.rule)
    return ground


async def _can_be_answered(scene: Scene, appeal: Appeal) -> bool:
    noted = await scene.unit.particulars.get(appeal.id)
    return appeal.chat is not None or bool(noted.name and noted.reply_to)


async def _answered_before(scene: Scene, appeal: Appeal) -> bool:
    """Whether the client has had replies to other appeals, as often as the law wants. What came
    by no dialogue has no such record here: the officer's own words must do."""
    chat = await scene.unit.chats.find(appeal.chat)
    if chat is None:
        return True
    earlier = await scene.unit.appeals.of_chat(chat, _LOOKED_AT)
    answered = [one for one in earlier if one.id != appeal.id and one.state is State.ANSWERED]
    return len(answered) >= REPEATEDLY


#: a client's latest appeals among which earlier replies are looked for
_LOOKED_AT = 200


async def _shown(scene: Scene, appeal: Appeal, said: Said, *before: Reply) -> Turn:
    name = said.more["ground"]
    ground = await _holds(scene, appeal, name)
    late = "no"
    if ground.rule and not await closing.in_time(scene, appeal, ground.rule):
        late = "yes"
    heading = say(
        "leave-preview",
        number=appeal.number,
        ground=words(f"button-ground-{name}"),
        clause=clause_text(ground.clause),
        late=late,
    )
    text = await _text(scene, appeal, name)
    return await closing.show(scene, "leave", said, (*before, heading), text)


async def _text(scene: Scene, appeal: Appeal, name: str) -> str:
    return words(
        f"told-left-{name}",
        greeting=greeting_text(await drafts.client_name(scene, appeal)),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, scene.house.zone),
    )
