"""Consent to mailings: its own question, asked once, and one tap that withdraws it (M-97 §12).

Messages about one's own appeal are no mailings: they ask for no consent, and nothing here stops
them.
"""

from __future__ import annotations

import hashlib

from domain.access import Action
from domain.talk import Button, Reply
from handlers.called import calls
from handlers.flow import Flow, Scene, Turn
from storage.consents import Consent
from texts import button, heard_as, say, words, written

flow = Flow()

#: as storage/consents.py names what was said
ASKED, GIVEN, REFUSED, WITHDRAWN = "asked", "given", "refused", "withdrawn"


def version() -> str:
    """That of the words clients are asked with: whoever agreed to other words did not to these."""
    return hashlib.sha256(words("mailings-question").encode()).hexdigest()[:12]


async def question(scene: Scene) -> tuple[Reply, ...]:
    """The question, if this client was never asked in these words; from here on they were."""
    said = await scene.unit.consents.of(scene.chat.id)
    # who has agreed to other words, or to these, is not asked in the middle of something else
    if said and (said.version == version() or said.state in {REFUSED, WITHDRAWN}):
        return ()
    _say(scene, ASKED, "question")
    return (say("mailings-question", (_yes("question"), button("mailings-no", "mailings-no"))),)


@flow.tapped("mailings", Action.SET_MAILINGS)
async def mailings(scene: Scene) -> Turn:
    """How it stands, and the button that changes it."""
    menu = button("menu", "menu")
    if _agrees(await scene.unit.consents.of(scene.chat.id)):
        off = button("mailings-off", "unsubscribe:menu")
        return scene.stay(say("mailings-on", off, menu))
    # nobody agrees to words they have not before them
    text = "\n\n".join((words("mailings-are-off"), words("mailings-question")))
    return scene.stay(written(text, _yes("menu"), menu))


@flow.tapped("mailings-yes", Action.SET_MAILINGS)
async def agree(scene: Scene) -> Turn:
    """Yes to the words that were read: to today's, or they are shown first."""
    if scene.arg(0) != version():
        text = "\n\n".join((words("mailings-other-words"), words("mailings-question")))
        ways = (_yes("question"), button("mailings-no", "mailings-no"))
        return scene.stay(written(text, ways))
    if not _agrees(await scene.unit.consents.of(scene.chat.id)):
        _say(scene, GIVEN, "menu" if scene.arg(1) == "menu" else "question")
    return scene.stay(say("mailings-agreed", button("mailings-off", "unsubscribe")))


@flow.tapped("mailings-no", Action.SET_MAILINGS)
async def refuse(scene: Scene) -> Turn:
    """No; pressed after a yes it takes that back."""
    said = await scene.unit.consents.of(scene.chat.id)
    if said and said.state == GIVEN:
        return await _withdraw(scene, "question")
    if said is None or said.state == ASKED:
        _say(scene, REFUSED, "question")
    return scene.stay(say("mailings-refused"))


@flow.tapped("unsubscribe", Action.SET_MAILINGS)
async def unsubscribe(scene: Scene) -> Turn:
    """One tap, under any mailing however old, and in the menu."""
    return await _withdraw(scene, "menu" if scene.arg(0) == "menu" else "mailing")


async def stopped(scene: Scene, *, amid: bool = False) -> Turn | None:
    """«Стоп» and the like, alone, stop mailings, and are no appeal of those who get none. None
    for any other words, and `amid` what somebody is telling us for whoever gets no mailings."""
    event = scene.event
    if scene.actor.employee or event.files or not calls(event.text, heard_as("unsubscribe")):
        return None
    said = await scene.unit.consents.of(scene.chat.id)
    if amid and (said is None or said.state != GIVEN):
        return None
    return await _withdraw(scene, "words")


async def _withdraw(scene: Scene, how: str) -> Turn:
    """Whoever was never asked has now said what they want, too, and is not asked."""
    said = await scene.unit.consents.of(scene.chat.id)
    gets = said is not None and said.state == GIVEN
    if gets or said is None or said.state == ASKED:
        _say(scene, WITHDRAWN if gets else REFUSED, how)
    await scene.unit.invitations.withdraw(scene.chat.id, scene.now)
    name = "mailings-withdrawn" if gets else "mailings-none-to-stop"
    return scene.stay(say(name, button("menu", "menu")))


def _yes(where: str) -> Button:
    return button("mailings-yes", f"mailings-yes:{version()}:{where}")


def _agrees(said: Consent | None) -> bool:
    return said is not None and (said.state, said.version) == (GIVEN, version())


def _say(scene: Scene, state: str, how: str) -> None:
    scene.unit.consents.say(scene.chat.id, state, version(), how, scene.now)
