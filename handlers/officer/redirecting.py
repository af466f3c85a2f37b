"""Redirecting: an appeal that is another body's business, and its client told where it went."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, State
from domain.talk import Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import closing
from handlers.officer import draft as drafts
from handlers.officer.asking import Said, ask, asked, confirmed
from handlers.officer.findings import greeting_text
from texts import moments, say, words

flow = Flow()

RULE = "redirect"
#: a name with an address, not a letter; nor can three letters name anybody
SHORTEST_BODY, LONGEST_BODY = 4, 400


@flow.tapped("redirect", Action.REDIRECT)
async def begin(scene: Scene) -> Turn:
    """Where it goes, in the officer's words."""
    appeal = closing.may_close(scene, await scene.appeal())
    await closing.in_time(scene, appeal, RULE)
    return await ask(scene, appeal, "redirect", say("ask-redirect", number=appeal.number))


@asked("redirect", Action.REDIRECT)
async def name_body(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """The message to the client, as they will read it."""
    if said.files or not SHORTEST_BODY <= len(said.text) <= LONGEST_BODY:
        return scene.stay(say("redirect-body", longest=LONGEST_BODY))
    return await _shown(scene, appeal, said)


@confirmed("redirect", Action.REDIRECT)
async def redirect(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    """It is the other body's from now on."""
    closing.may_close(scene, appeal)
    if told := await closing.wrote_meanwhile(scene, appeal, said):
        return await _shown(scene, appeal, said, told)
    text = await _text(scene, appeal, said.text)
    facts = {"to": said.text}
    await closing.close(scene, appeal, State.REDIRECTED, "redirected", text, RULE, **facts)
    way = "chat" if appeal.chat is not None else "none"
    return Turn((say("redirected", number=appeal.number, way=way),))


async def _shown(scene: Scene, appeal: Appeal, said: Said, *before: Reply) -> Turn:
    late = "no" if await closing.in_time(scene, appeal, RULE) else "yes"
    heading = say("redirect-preview", number=appeal.number, late=late)
    text = await _text(scene, appeal, said.text)
    return await closing.show(scene, "redirect", said, (*before, heading), text)


async def _text(scene: Scene, appeal: Appeal, body: str) -> str:
    house = scene.house
    return words(
        "told-redirected",
        greeting=greeting_text(await drafts.client_name(scene, appeal)),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, house.zone),
        today=moments.date_name(house.calendar.local_day(scene.now)),
        body=body,
    )
