"""A questionnaire sent in the chat: a file or a text, read by the service, then accepted (S10)."""

from __future__ import annotations

from domain.access import Action
from domain.ministry import Ministry
from domain.refusal import Refused
from domain.surveys.questionnaire import Audience, Questionnaire, as_document, read_back
from domain.talk import File, FileKind, Reply
from handlers.administrator import changing
from handlers.flow import Flow, Scene, Turn
from handlers.survey import telling
from handlers.survey.questionnaires import KIND, UPLOADING, back, left
from storage.uploads import Upload
from texts import button, say

flow = Flow()

#: bytes of a file
LARGEST = 64 << 10
#: longer texts are cut in two by the messengers
LONGEST = 3_500
ENDINGS = (".yaml", ".yml", ".txt")
NO_BREAK = "\N{NO-BREAK SPACE}"


@flow.tapped("quest-upload", Action.EDIT_QUESTIONNAIRES)
async def begin(scene: Scene) -> Turn:
    """What may be sent, and how."""
    told = say("quest-ask", button("cancel", "quests"), kilobytes=LARGEST >> 10)
    return await changing.begin(scene, UPLOADING, told, {})


@flow.said(UPLOADING, Action.EDIT_QUESTIONNAIRES)
async def hear(scene: Scene) -> Turn:
    """It is read by the service in a moment; what is wrong with it can be sent anew at once."""
    event = scene.event
    if event.files:
        if len(event.files) > 1:
            raise Refused("quest-one-file")
        file = _fit(event.files[0])
        (id_,) = scene.unit.exchange.sent_files(scene.chat, [file], scene.now)
        scene.unit.uploads.add(scene.chat, file.name, "", id_, scene.now)
        return scene.stay(say("quest-reading", name=file.name))
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    if len(event.text) > LONGEST:
        raise Refused("quest-long-text", longest=LONGEST)
    # some messengers put these in place of the spaces a line begins with
    text = event.text.replace(NO_BREAK, " ")
    scene.unit.uploads.add(scene.chat, "", text, None, scene.now)
    return scene.stay()


def _fit(file: File) -> File:
    if file.kind is not FileKind.DOCUMENT or not file.name.lower().endswith(ENDINGS):
        raise Refused("quest-wrong-file")
    if (file.size or 0) > LARGEST:
        raise Refused("quest-large", kilobytes=LARGEST >> 10)
    return file


def offered(ministry: Ministry, upload: int, found: Questionnaire) -> Reply:
    """What was sent, as it was understood, and whether to accept it. Refused where the ministry
    could not use it beside the others."""
    unfit(ministry, found)
    known = ministry.questionnaires.get(found.id)
    if known and known.version == found.version:
        raise Refused("quest-same", title=found.title)
    rows = (
        (telling.look(found, str(upload)),),
        (
            button("quest-take", f"quest-take:{upload}"),
            button("quest-drop", f"quest-drop:{upload}"),
        ),
    )
    return say(
        "quest-offered",
        *rows,
        summary=telling.summary(found),
        replaces=known.title if known else "none",
    )


def unfit(ministry: Ministry, found: Questionnaire) -> None:
    """Refused where it would be mistaken for another, or the quarterly survey could not ask it."""
    others = (one for one in ministry.questionnaires.values() if one.id != found.id)
    if other := next((one for one in others if one.title == found.title), None):
        raise Refused("quest-title-taken", title=found.title, id=other.id)
    quarterly = ministry.quarterly
    is_quarterly = quarterly is not None and quarterly.questionnaire == found.id
    if is_quarterly and found.audience is not Audience.EMPLOYEES:
        raise Refused("quest-quarterly-clients", id=found.id)


@flow.tapped("quest-sent", Action.EDIT_QUESTIONNAIRES)
async def again(scene: Scene) -> Turn:
    """The offer once more, after a look at the questions."""
    upload, found = await _read(scene)
    return scene.stay(offered(scene.house.ministry, upload.id, found))


@flow.tapped("quest-take", Action.EDIT_QUESTIONNAIRES)
async def take(scene: Scene) -> Turn:
    """In use from the next event on, over the version it was shown over and no other."""
    upload, found = await _read(scene)
    known = scene.house.ministry.questionnaires.get(found.id)
    if (known.version if known else "") != upload.over:
        raise Refused("quest-moved")
    unfit(scene.house.ministry, found)
    if not await scene.unit.uploads.drop(upload.id):
        raise Refused("stale-button")
    scene.unit.staff.amend(KIND, found.id, as_document(found), scene.actor.id, scene.now)
    opened = button("quest-open", f"quest:{found.id}")
    return left(scene, say("quest-taken", opened, back(), title=found.title))


@flow.tapped("quest-drop", Action.EDIT_QUESTIONNAIRES)
async def drop(scene: Scene) -> Turn:
    upload, found = await _read(scene)
    await scene.unit.uploads.drop(upload.id)
    return left(scene, say("quest-dropped", back(), title=found.title))


async def _read(scene: Scene) -> tuple[Upload, Questionnaire]:
    """What the pressed button was shown for, unless it was accepted or dropped since."""
    upload = await scene.unit.uploads.get(scene.number(0))
    if upload is None or upload.document is None or upload.chat != scene.chat.id:
        raise Refused("stale-button")
    return upload, read_back(upload.document)
