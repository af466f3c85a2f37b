"""The questions of an official appeal: proposed by its sentences, confirmed or rewritten (R16)."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.questions import proposed, typed
from domain.refusal import Refused
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.asking import Said, ask, asked, confirmed, preview
from storage.questions import Question
from texts import say, words

flow = Flow()


@flow.tapped("split-questions", Action.SPLIT)
async def begin(scene: Scene) -> Turn:
    """The questions as they are kept, or as the sentences tell them."""
    appeal = await scene.appeal()
    texts = [one.text for one in await scene.unit.questions.of_appeal(appeal.id)]
    asking = await ask(scene, appeal, "questions", say("ask-questions", number=appeal.number))
    if asking.draft.get("what") != "questions":
        return asking
    scene.chat.step, scene.chat.draft = asking.step, asking.draft
    return _shown(scene, appeal, texts or await proposal(scene, appeal))


@asked("questions", Action.SPLIT)
async def hear(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    if said.files or not said.text:
        raise Refused("words-only")
    return _shown(scene, appeal, list(typed(said.text)))


@confirmed("questions", Action.SPLIT)
async def keep(scene: Scene, appeal: Appeal, said: Said) -> Turn:
    kept = await note(scene, appeal, said.text.splitlines())
    return Turn((say("questions-kept", number=appeal.number, count=len(kept)),))


async def note(scene: Scene, appeal: Appeal, texts: list[str]) -> list[Question]:
    """These are its questions from now on; the words themselves are the client's."""
    kept = await scene.unit.questions.replace(appeal, texts, scene.now)
    facts = {"count": len(kept)}
    scene.unit.appeals.record(appeal, "questions_set", scene.actor.id, scene.now, **facts)
    return kept


async def proposal(scene: Scene, appeal: Appeal) -> list[str]:
    """The questions that the client's words ask, each message in its last version."""
    said = await drafts.by_client(scene, appeal)
    changed = {entry.revises for entry in said}
    text = "\n".join(entry.text for entry in said if entry.id not in changed)
    return list(proposed(text)) or [words("no-words")]


def _shown(scene: Scene, appeal: Appeal, texts: list[str]) -> Turn:
    listed = "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1))
    shown = say("questions-proposed", number=appeal.number, list=listed)
    return preview(scene, "questions", Said("\n".join(texts)), shown, go="questions-right")
