"""Words changed after they were sent: both versions are kept, and somebody hears of them."""

from __future__ import annotations

import re

from domain.access import Action
from domain.courtesy import is_thanks
from domain.life import possible
from domain.ministry import Policy
from domain.talk import File, What
from handlers import filling, form
from handlers.administrator.revoking import REVOKE
from handlers.articles import LINK
from handlers.called import is_command
from handlers.client import filing, rating
from handlers.client import knowledge as client_knowledge
from handlers.employee import knowledge as employee_knowledge
from handlers.employee import upward
from handlers.flow import Flow, Scene, Turn, use_of
from handlers.joining import CODE
from handlers.officer import asking, desk, draft, notes, reply
from storage.exchange import Entry, Stored
from texts import say

flow = Flow()


@flow.happened(What.EDITED)
async def edited(scene: Scene) -> Turn:
    """A part of what is being written is mended there; anything else may be part of an appeal.
    What nobody would read otherwise is heard as if it were said just now."""
    if draft.is_open(scene) and (turn := await reply.mend(scene)):
        return turn
    if scene.chat.step == asking.ASKED and (turn := await asking.mend(scene)):
        return turn
    if scene.chat.step in form.STEPS and (turn := await filling.mend(scene)):
        return turn
    for step, mend in ((desk.ASIDE, desk.mend), (upward.WRITING, upward.mend)):
        if scene.chat.step == step and (turn := mend(scene)):
            return turn
    if scene.chat.employee and (turn := await notes.mend(scene)):
        return turn
    versions = await scene.unit.exchange.by_message(scene.chat, scene.event.message)
    if not versions and await rating.mend(scene):
        return scene.stay()
    if not versions and (told := _nowhere(scene)):
        return scene.stay(say(told))
    unread = await _revise(scene, versions) if versions else scene.actor.employee is None
    if not unread:
        return scene.stay()
    return (
        await _hear(scene) if await _same_hat(scene, versions) else scene.stay(say("edit-unknown"))
    )


def _nowhere(scene: Scene) -> str:
    """What to say of a change of words that belong nowhere, where that must be said: what somebody
    with two hats may have said at work; "" for nothing."""
    return "edit-unknown" if scene.actor.behind else ""


async def _same_hat(scene: Scene, versions: list[Entry]) -> bool:
    """Whether these words were said under the hat that is worn now: they are heard under no
    other."""
    appeal = await scene.unit.appeals.get(versions[-1].appeal) if versions else None
    return appeal is None or appeal.kind.internal == bool(scene.actor.employee)


async def _revise(scene: Scene, versions: list[Entry]) -> bool:
    """Keep the new version. True when these are new words to an appeal that is closed."""
    event, latest = scene.event, versions[-1]
    appeal = await scene.unit.appeals.get(latest.appeal)
    ids = {version.id for version in versions}
    kept = [f for f in await scene.unit.exchange.files_of(latest.appeal) if f.entry in ids]
    files = [file for file in event.files if not any(_same(file, known) for known in kept)]
    if appeal is None or (latest.text == event.text and not files):
        return False
    entry = scene.unit.exchange.said(
        appeal.id, scene.chat, event.text, event.at, message=event.message, revises=latest.id
    )
    scene.unit.exchange.sent_files(scene.chat, files, scene.now, entry)
    scene.unit.appeals.record(appeal, "edited", "client", scene.now, entry=entry, revises=latest.id)
    waits = possible(Action.ADD_TO, appeal)
    for who in filter(None, dict.fromkeys((appeal.officer, appeal.signatory))) if waits else ():
        scene.unit.notices.note(appeal, "edited", scene.now, employee=who, entry=entry)
    return not waits


async def _hear(scene: Scene) -> Turn:
    """Like a new message; thanks, a command and an invitation mended are still none."""
    text, files = scene.event.text, scene.event.files
    if scene.says_nothing or (is_thanks(text) and not files) or _orders(text):
        return scene.stay()
    if use_of(scene) is not Policy.DIALOGUE:
        return scene.stay()
    if looked_for := _SEARCHES.get(scene.chat.step):
        return await looked_for(scene)
    if scene.actor.employee is None:
        return await filing.hear(scene)
    return scene.stay() if draft.is_open(scene) else await desk.aside(scene)


#: words looked for are looked for anew
_SEARCHES = {
    client_knowledge.SEARCHING: client_knowledge.search,
    employee_knowledge.SEARCHING: employee_knowledge.search,
}


def _orders(text: str) -> bool:
    said = text.strip()
    return is_command(text) or any(re.fullmatch(order, said) for order in (CODE, REVOKE, LINK))


def _same(file: File, known: Stored) -> bool:
    """A messenger tells all files of a changed message again, under new handles."""
    sizes = {file.size, known.size}
    return file.name == known.name and (len(sizes) == 1 or None in sizes)
