"""The draft of a reply: what an officer has written so far, and whether it may still go.

Kept as the draft of the officer's dialogue: `appeal` (its id), `number`, `kind`, `parts` (text,
files and message of each), `version` (each preview has its own), `seen` (the client's entries the
officer has been shown), `album` (of the last part); and of the preview: `errors` (rules of the
reply check it breaks: sending it all the same wants a reason), `greeting` (as the officer typed it)
and `body` (the rest of the text). `aside` are parts written when the reason was asked for: the
reason, or a new text after all; `reason` is the one given for this version. `outcome` is one of the
four (N-1052 §8), with `promised_on` (ISO date) for "will_be"; `template` is "id@version"; `answers`
are the questions the reply answers. `filling` is a template whose blanks are being asked for;
`articles` are those of the knowledge base that were put in.
"""

from __future__ import annotations

from typing import Any

from domain.access import Action
from domain.appeals import Appeal, Kind, Number, State
from domain.refusal import Refused
from domain.talk import Inbound, Reply
from handlers import form
from handlers.flow import Scene
from storage.exchange import Entry
from storage.replies import KeptReply
from texts import button, say

WRITING = "officer-reply"
#: the same draft, when the reason has been asked for why it goes in spite of the check
REASONING = "officer-reply-reason"
#: the same draft, when the day has been asked for by which the question will be solved
DATING = "officer-reply-date"
#: the same draft, when the officer's words for a template's blank, or the whole text, are asked for
FILLING = "officer-reply-blank"
MENDING = "officer-reply-mended"
#: the same draft, when the list of the questions it answers is written anew
LISTING = "officer-reply-questions"

#: what is written then is no part of the reply as it stands
_ASKING = frozenset({REASONING, DATING, FILLING, MENDING, LISTING})

Draft = dict[str, Any]


async def begun(scene: Scene, appeal: Appeal, version: int = 0) -> Draft:
    """A draft with nothing written yet."""
    said = await by_client(scene, appeal)
    return {
        "appeal": appeal.id,
        "number": appeal.number,
        "kind": appeal.kind,
        "parts": [],
        "version": version,
        "seen": [entry.id for entry in said],
        "album": "",
        "aside": [],
        "errors": [],
        "reason": "",
        "greeting": "",
        "body": "",
        "outcome": "",
        "promised_on": "",
        "template": "",
        "answers": [],
        "filling": {},
        "articles": [],
    }


def number(draft: Draft) -> Number:
    """The number of the appeal a draft is for, as texts name it."""
    return Number(draft["number"], Kind(draft.get("kind", Kind.MESSAGE)))


def kept_as_draft(reply: KeptReply, text: str | None = None) -> Draft:
    """A reply on record in the shape of a draft; `text` takes the place of what it says."""
    said = reply.final_text if text is None else text
    return decided(reply) | {
        "parts": [{"text": said, "files": reply.files, "message": ""}],
        "template": reply.template,
        "greeting": "",
        "body": said,
    }


def with_part(draft: Draft, event: Inbound, files: list[int]) -> Draft:
    """One more message of the officer. Further pictures of an album go with the first one's
    preview: the version stays."""
    part = {"text": event.text, "files": files, "message": event.message}
    same = bool(event.album) and event.album == draft["album"] and not event.text.strip()
    return draft | {
        "parts": [*draft["parts"], part],
        "version": draft["version"] + (0 if same else 1),
        "album": event.album,
        "reason": "",
    }


def with_text(draft: Draft, text: str, message: str = "") -> Draft:
    """The draft with these words instead of all it had; its files stay."""
    files = [part | {"text": ""} for part in draft["parts"] if part["files"]]
    part = {"text": text, "files": [], "message": message}
    return draft | {
        "parts": [part, *files],
        "version": draft["version"] + 1,
        "album": "",
        "aside": [],
        "reason": "",
        "filling": {},
    }


def with_files(draft: Draft, files: list[int]) -> Draft:
    """The draft with the files of a message whose words are heard apart."""
    part = {"text": "", "files": files, "message": ""}
    return draft | {"parts": [*draft["parts"], part]} if files else draft


def with_aside(draft: Draft, event: Inbound, files: list[int]) -> Draft:
    """One more message written when the reason was asked for."""
    part = {"text": event.text, "files": files, "message": event.message}
    return draft | {"aside": [*draft["aside"], part], "version": draft["version"] + 1}


def mended(draft: Draft, event: Inbound, kept: str = "parts") -> Draft | None:
    """The draft with a message of it changed; None when the message is no part of it."""
    parts = draft[kept]
    if all(part["message"] != event.message for part in parts):
        return None
    parts = [p | {"text": event.text} if p["message"] == event.message else p for p in parts]
    return draft | {kept: parts, "version": draft["version"] + 1, "reason": ""}


async def without_lost(scene: Scene, draft: Draft) -> Draft:
    """The draft without files that could not be received; their sender has heard of each."""
    lost = {f.id for f in await scene.unit.exchange.files(files_of(draft)) if f.state == "lost"}
    if not lost:
        return draft
    parts = [p | {"files": [f for f in p["files"] if f not in lost]} for p in draft["parts"]]
    parts = [part for part in parts if part["text"].strip() or part["files"]]
    return draft | {"parts": parts, "version": draft["version"] + 1}


def decided(made: KeptReply) -> Draft:
    """What was decided of a reply that becomes a draft once more."""
    answers = [int(question) for question in made.answers]
    return {"outcome": made.outcome, "promised_on": made.promised_on, "answers": answers}


def text_of(draft: Draft) -> str:
    return "\n\n".join(p["text"].strip() for p in draft["parts"] if p["text"].strip())


def reason_of(draft: Draft) -> str:
    return " ".join(word for part in draft["aside"] for word in part["text"].split())


def files_of(draft: Draft) -> list[int]:
    return [file for part in draft["parts"] for file in part["files"]]


def is_open(scene: Scene) -> bool:
    """Whether this officer has a reply in hand."""
    return scene.chat.step in {WRITING, *_ASKING}


def no_reason_now(scene: Scene) -> None:
    """Something else is done while words are asked for: what is written next is none of them."""
    if scene.chat.step in _ASKING:
        scene.chat.step = WRITING


async def unfinished(scene: Scene) -> Reply | None:
    """What to say before anything that would lose a reply half written, or a form half filled in;
    None when there is none, or when it can no longer be sent, for somebody else has the appeal.
    What is written next is a part of it."""
    no_reason_now(scene)
    if filling := form.unfinished(scene):
        return filling
    if not is_open(scene) or not scene.chat.draft["parts"] or not await in_hand(scene):
        return None
    return say(
        "draft-waiting",
        button("show-draft", "draft"),
        button("drop-draft", "drop-reply"),
        number=number(scene.chat.draft),
    )


async def in_hand(scene: Scene) -> Appeal | None:
    """The appeal the draft is for, unless somebody else has it by now or it is closed."""
    appeal = await scene.unit.appeals.get(scene.chat.draft["appeal"])
    if appeal is None or not scene.may(Action.REPLY, appeal) or appeal.state is not State.TAKEN:
        return None
    scene.acts_for(Action.REPLY, appeal)
    return appeal


async def pressed(scene: Scene) -> tuple[Appeal, Draft]:
    """The draft the pressed button was shown for; an older preview sends nothing."""
    draft = scene.chat.draft
    if not is_open(scene):
        raise Refused("stale-button")
    if scene.args and scene.args[0] != str(draft["version"]):
        raise Refused("older-preview")
    appeal = await in_hand(scene)
    if appeal is None:
        raise Refused("held-by-other", number=number(draft))
    return appeal, draft


async def client_name(scene: Scene, appeal: Appeal) -> str:
    """How the client is called: as noted for the reply, else as in their messenger; a colleague
    as in the staff list."""
    if appeal.kind.internal:
        return scene.house.full_name(appeal.filer)
    noted = await scene.unit.particulars.get(appeal.id)
    chat = await scene.unit.chats.find(appeal.chat)
    return noted.name or (chat.name if chat else "")


async def by_client(scene: Scene, appeal: Appeal) -> list[Entry]:
    """What the client has said about it, oldest first."""
    return [e for e in await scene.unit.exchange.of_appeal(appeal.id) if not e.author]
