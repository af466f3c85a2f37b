"""Proposals at any time: with a name a letter, without one a text that is nobody's (D-139 §5.2).

Of a proposal without a name nothing is kept but its words: no person, no time, no order. The text
is heard directly and stored in the same step; it is in no draft and in no exchange. What is said on
the way is posted as a secret, and where the dialogue stands afterwards is where every other stands:
with few proposals either would tell who wrote one, and when.
"""

from __future__ import annotations

from domain.access import Action
from domain.appeals import straight
from domain.refusal import Refused
from domain.talk import Reply
from handlers.administrator.inviting import SECRET
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, say, words, written

flow = Flow()

#: where the words of a proposal without a name are heard
PROPOSING = "employee-proposal"
LONGEST = 3_500
#: how many a controller reads at a time
A_FEW = 3


@flow.tapped("propose", Action.PROPOSE)
async def begin(scene: Scene) -> Turn:
    """With a name or without."""
    rows = (button("propose-named", "upward:proposal"), button("propose-unnamed", "unnamed"))
    return scene.stay(say("propose-how", *((row,) for row in rows), button("menu", "menu")))


@flow.tapped("unnamed", Action.PROPOSE)
async def warn(scene: Scene) -> Turn:
    """What is kept and what may give a person away, before a word is written."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return _hushed(scene, say("propose-warning", button("cancel", "menu")), PROPOSING)


@flow.said(PROPOSING, Action.PROPOSE)
async def hear(scene: Scene) -> Turn:
    """The words are kept at once; files carry names, and are not taken."""
    if scene.event.files:
        return _hushed(scene, say("propose-no-files"), PROPOSING)
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if len(scene.event.text) > LONGEST:
        raise Refused("form-too-long", longest=LONGEST)
    await scene.unit.proposals.add(scene.event.text.strip())
    return _hushed(scene, say("propose-kept", button("menu", "menu")), "")


def _hushed(scene: Scene, told: Reply, step: str) -> Turn:
    """Said, and forgotten once it has left."""
    scene.unit.outbox.post(scene.chat, told, scene.now, kind=SECRET)
    return Turn((), step)


@flow.tapped("proposals", Action.SEE_PROPOSALS)
async def read(scene: Scene) -> Turn:
    """A few of them, drawn by lot."""
    found, total = await scene.unit.proposals.some(A_FEW)
    lines = [words("proposals-heading", total=total), *(straight(text) for text in found)]
    again = [button("proposals-more", "proposals")] if total > A_FEW else []
    return scene.stay(written("\n\n— — —\n\n".join(lines), again, button("menu", "menu")))
