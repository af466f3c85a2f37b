"""Consent to mailings: its own question, asked once, and one tap that withdraws it (M-97 §12).

Messages about one's own appeal are no mailings: they ask for no consent, and nothing here stops
them.
"""

from __future__ import annotations

import hashlib

from domain.access import Action
from domain.talk import Reply
from handlers.called import calls
from handlers.flow import Flow, Scene, Turn
from storage.consents import Consent
from texts import button, heard_as, say, words

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
    ways = (button("mailings-yes", "mailings-yes"), button("mailings-no", "mailings-no"))
    return (say("mailings-question", ways),)


@flow.tapped("mailings", Action.SET_MAILINGS)
async def mailings(scene: Scene) -> Turn:
    """How it stands, and the button that changes it."""
    menu = button("menu", "menu")
    if _agrees(await scene.unit.consents.of(scene.chat.id)):
        off = button("mailings-off", "unsubscribe")
        return scene.stay(say("mailings-on", off, menu))
    on = button("mailings-yes", "mailings-yes")
    return scene.stay(say("mailings-are-off", on, menu))


@flow.tapped("mailings-yes", Action.SET_MAILINGS)
async def agree(scene: Scene) -> Turn:
    if not _agrees(await scene.unit.consents.of(scene.chat.id)):
        _say(scene, GIVEN, "question")
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
    return await _withdraw(scene, "mailing")


async def stopped(scene: Scene) -> Turn | None:
    """«Стоп» alone, said by whoever gets mailings, stops them; None for any other words: what
    nobody sends cannot be stopped, and then it is a message like every other."""
    if scene.event.files or not calls(scene.event.text, heard_as("unsubscribe")):
        return None
    said = await scene.unit.consents.of(scene.chat.id)
    return await _withdraw(scene, "words") if said and said.state == GIVEN else None


async def _withdraw(scene: Scene, how: str) -> Turn:
    said = await scene.unit.consents.of(scene.chat.id)
    if said is None or said.state != WITHDRAWN:
        _say(scene, WITHDRAWN, how)
    await scene.unit.invitations.withdraw(scene.chat.id, scene.now)
    return scene.stay(say("mailings-withdrawn", button("menu", "menu")))


def _agrees(said: Consent | None) -> bool:
    return said is not None and (said.state, said.version) == (GIVEN, version())


def _say(scene: Scene, state: str, how: str) -> None:
    scene.unit.consents.say(scene.chat.id, state, version(), how, scene.now)
