"""Words an action wants: asked for, heard, shown as they will go, and confirmed.

An action registers what is done with the words (`asked`) and, where they are shown before they
go, what is done at «Send» (`confirmed`). Both are authorised anew: meanwhile the appeal may have
become somebody else's. Kept as the draft of the dialogue: `what`, `appeal`, `number`, `kind`,
`version`, `text`, `files` and whatever the action keeps of its own under `more`: there `part` names
the co-executor's part the words are for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.talk import Reply
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, say

flow = Flow()

ASKED = "officer-asked"
#: the longest words anybody is asked for, in characters
LONGEST = 3_500


@dataclass(frozen=True, slots=True)
class Said:
    """What was written: words without blanks at their ends, files, and what the action kept."""

    text: str
    files: tuple[int, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


Done = Callable[[Scene, Appeal, Said], Awaitable[Turn]]
HEARD: dict[str, tuple[Action, Done]] = {}
CONFIRMED: dict[str, tuple[Action, Done]] = {}


def asked(what: str, action: Action) -> Callable[[Done], Done]:
    """Hears the words that `ask(…, what, …)` asked for."""
    return lambda done: _add(HEARD, what, action, done)


def confirmed(what: str, action: Action) -> Callable[[Done], Done]:
    """Does it, once the words that `preview(…, what, …)` has shown are confirmed."""
    return lambda done: _add(CONFIRMED, what, action, done)


async def ask(scene: Scene, appeal: Appeal, what: str, text: Reply, **more: Any) -> Turn:
    """Put the question; the next words are heard by `what`. A reply half written is not lost, and
    words that were shown and not sent are said to be dropped."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    was = scene.chat.draft
    shown = scene.chat.step == ASKED and was["version"] and was["text"]
    dropped = (say("asked-dropped", number=drafts.number(was)),) if shown else ()
    cancel = (button("cancel", "drop-asked"),)
    question = Reply(text.text, (*text.rows, cancel), text.files, text.instead_of)
    draft = {"what": what, "appeal": appeal.id, "number": appeal.number, "more": more}
    draft["kind"] = appeal.kind
    return Turn((*dropped, question), ASKED, draft | {"version": 0, "text": "", "files": []})


def further(scene: Scene, what: str, text: Reply, **more: Any) -> Turn:
    """Put the next question of the same action; what was written for the one before is heard, and
    kept only as `more`."""
    cancel = (button("cancel", "drop-asked"),)
    question = Reply(text.text, (*text.rows, cancel), text.files, text.instead_of)
    # A message that is changed now belongs to the question before: it answers no other.
    kept = {"what": what, "more": more, "text": "", "files": [], "message": ""}
    return Turn((question,), ASKED, scene.chat.draft | kept)


def preview(scene: Scene, what: str, said: Said, *shown: Reply, go: str = "send") -> Turn:
    """Show what will go; it goes when confirmed by the button `go`. What is written instead
    replaces it."""
    draft = scene.chat.draft
    version = draft["version"] + 1
    rows = ((button(go, f"confirm:{version}"), button("cancel", "drop-asked")),)
    last = Reply(shown[-1].text, (*shown[-1].rows, *rows), shown[-1].files)
    kept = {"what": what, "version": version, "text": said.text, "files": list(said.files)}
    return Turn((*shown[:-1], last), ASKED, draft | kept | {"more": said.more})


@flow.said(ASKED, Action.DRAFT)
async def hear(scene: Scene) -> Turn:
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if _goes_on(scene):
        return _with_more(scene)
    heard = {"message": scene.event.message, "album": scene.event.album}
    draft = scene.chat.draft = scene.chat.draft | heard
    action, done = HEARD[draft["what"]]
    if len(scene.event.text) > LONGEST:
        return scene.stay(say("asked-too-long", longest=LONGEST))
    appeal = await _appeal(scene, action)
    files = scene.unit.exchange.sent_files(scene.chat, scene.event.files, scene.now)
    # New words take the place of those before; files are added to those before.
    text = scene.event.text.strip()
    if not text:
        text = draft["text"]
    files = [*draft["files"], *files]
    return await done(scene, appeal, Said(text, tuple(files), draft["more"]))


def _goes_on(scene: Scene) -> bool:
    """Whether this is one more picture of the album that is shown already."""
    event, draft = scene.event, scene.chat.draft
    same = bool(event.album) and event.album == draft.get("album")
    return same and not event.text.strip() and bool(draft["version"])


def _with_more(scene: Scene) -> Turn:
    """Further pictures go with the first one's preview: the version stays."""
    draft = scene.chat.draft
    files = scene.unit.exchange.sent_files(scene.chat, scene.event.files, scene.now)
    return Turn((), ASKED, draft | {"files": [*draft["files"], *files]})


@flow.tapped("confirm", Action.DRAFT)
async def confirm(scene: Scene) -> Turn:
    draft = scene.chat.draft
    if scene.chat.step != ASKED or draft["what"] not in CONFIRMED:
        raise Refused("stale-button")
    if scene.arg(0) != str(draft["version"]) or not draft["version"]:
        raise Refused("older-preview")
    action, done = CONFIRMED[draft["what"]]
    appeal = await _appeal(scene, action)
    return await done(scene, appeal, Said(draft["text"], tuple(draft["files"]), draft["more"]))


@flow.tapped("drop-asked", Action.DRAFT)
async def drop(scene: Scene) -> Turn:
    """Nothing is done; the appeal stays as it was."""
    if scene.chat.step != ASKED:
        raise Refused("stale-button")
    return Turn((say("asked-dropped", number=drafts.number(scene.chat.draft)),))


async def mend(scene: Scene) -> Turn | None:
    """The message that is shown was changed: it is heard anew; None when it is another one."""
    if scene.chat.draft.get("message") != scene.event.message:
        return None
    return await hear(replace(scene, event=replace(scene.event, files=())))


async def _appeal(scene: Scene, action: Action) -> Appeal:
    """The appeal the words are for, if the action may still be done to it; else the dialogue is
    free again, and what was written stays in the chat."""
    draft = scene.chat.draft
    found = await scene.unit.appeals.get(draft["appeal"])
    number = draft["more"].get("part")
    part = await scene.unit.parts.get(number) if number else None
    try:
        return scene.allowed(found, action, part)
    except Refused:
        scene.chat.step, scene.chat.draft = "", {}
        raise


def _add(place: dict[str, tuple[Action, Done]], what: str, action: Action, done: Done) -> Done:
    if what in place:
        raise ValueError(f"two actions hear {what!r}")
    place[what] = (action, done)
    return done
