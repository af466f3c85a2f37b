"""Questionnaires in the chat: what there is, how it is asked, and taking one out (S10)."""

from __future__ import annotations

from domain.access import Action
from domain.refusal import Refused
from domain.surveys.questionnaire import Questionnaire, read_back
from domain.talk import Attached, Button, FileKind, Reply
from handlers.flow import Flow, Scene, Turn
from handlers.survey import telling
from texts import button, moments, say, words

flow = Flow()

#: the step in which a questionnaire may be sent
UPLOADING = "quest-upload"
KIND = "questionnaire"
YAML = "application/yaml"
A_PAGE = 4
#: of the history of the staff list, what is told on a page
CHANGES = 3


@flow.tapped("quests", Action.EDIT_QUESTIONNAIRES)
async def every_one(scene: Scene) -> Turn:
    """All there are, where each comes from, and the way to send one."""
    found = list(scene.house.ministry.questionnaires.values())
    pages = max(1, -(-len(found) // A_PAGE))
    page = scene.number(0) % pages
    shown = found[page * A_PAGE :][:A_PAGE]
    lines = [words("quest-heading", total=len(found))]
    lines += [words("quest-line", title=one.title, source=_source(scene, one.id)) for one in shown]
    last = [button("quest-upload", "quest-upload")]
    if pages > 1:
        last.append(button("later", f"quests:{page + 1}"))
    rows = [(Button(one.title, f"quest:{one.id}"),) for one in shown]
    return left(
        scene, say("quest-list", *rows, last, button("menu", "menu"), lines="\n".join(lines))
    )


@flow.tapped("quest", Action.EDIT_QUESTIONNAIRES)
async def page(scene: Scene) -> Turn:
    """One of them: whom it is for, where it comes from, who changed it."""
    found = _pressed(scene)
    quarterly = scene.house.ministry.quarterly
    rows = [
        telling.look(found, found.id),
        button("quest-file", f"quest-file:{found.id}"),
        button("quest-out", f"quest-out:{found.id}"),
    ]
    reply = say(
        "quest-page",
        rows,
        back(),
        summary=telling.summary(found),
        id=found.id,
        source=_source(scene, found.id),
        version=found.version,
        quarterly="yes" if quarterly and quarterly.questionnaire == found.id else "no",
        changes="\n".join(await _changes(scene, found.id)) or "none",
    )
    return left(scene, reply)


@flow.tapped("quest-shown", Action.EDIT_QUESTIONNAIRES)
async def shown(scene: Scene) -> Turn:
    """A question as it will look, of one that is in use or was only sent."""
    key = scene.arg(0)
    if not key.isdecimal():
        found, way_back = _pressed(scene), button("quest", f"quest:{key}")
    else:
        found, way_back = await _sent(scene), button("quest-sent", f"quest-sent:{key}")
    place = scene.number(1)
    if place >= len(found.questions):
        raise Refused("stale-button")
    turning = []
    if place:
        turning.append(button("quest-before", f"quest-shown:{key}:{place - 1}"))
    if place + 1 < len(found.questions):
        turning.append(button("later", f"quest-shown:{key}:{place + 1}"))
    text = telling.question(found, place)
    turned = "" if scene.arg(2) else scene.event.message
    rows = (turning, (way_back, button("menu", "menu")))
    return scene.stay(say("quest-shown", *rows, text=text, instead_of=turned))


@flow.tapped("quest-file", Action.EDIT_QUESTIONNAIRES)
async def file(scene: Scene) -> Turn:
    """As a file: to be changed, and sent again."""
    found = _pressed(scene)
    name = f"{found.id}.yaml"
    ref = f"questionnaire:{found.id}"
    made = scene.unit.exchange.house_file(scene.chat, ref, name, YAML, scene.now)
    attached = Attached(made, FileKind.DOCUMENT, "", name, YAML)
    return scene.stay(say("quest-file", back(), files=[attached], title=found.title))


@flow.tapped("quest-out", Action.EDIT_QUESTIONNAIRES)
async def ask_out(scene: Scene) -> Turn:
    """Taken out after a question; the surveys that were made keep theirs."""
    found = _pressed(scene)
    _may_go(scene, found.id)
    rows = (
        button("quest-gone", f"quest-gone:{found.id}:{found.version}"),
        button("quest-keep", f"quest:{found.id}"),
    )
    return left(scene, say("quest-out-sure", rows, title=found.title))


@flow.tapped("quest-gone", Action.EDIT_QUESTIONNAIRES)
async def out(scene: Scene) -> Turn:
    found = _pressed(scene)
    if found.version != scene.arg(1):
        raise Refused("quest-moved")
    _may_go(scene, found.id)
    scene.unit.staff.amend(KIND, found.id, None, scene.actor.id, scene.now)
    return left(scene, say("quest-is-out", back(), title=found.title))


def left(scene: Scene, reply: Reply) -> Turn:
    """A page; whoever opens one sends no questionnaire any more, and loses nothing else."""
    return Turn((reply,)) if scene.chat.step == UPLOADING else scene.stay(reply)


def back() -> tuple[Button, ...]:
    return button("quests", "quests"), button("menu", "menu")


def _pressed(scene: Scene) -> Questionnaire:
    found = scene.house.ministry.questionnaires.get(scene.arg(0))
    if found is None:
        raise Refused("quest-unknown")
    return found


async def _sent(scene: Scene) -> Questionnaire:
    upload = await scene.unit.uploads.get(scene.number(0))
    if upload is None or upload.document is None or upload.chat != scene.chat.id:
        raise Refused("stale-button")
    return read_back(upload.document)


def _may_go(scene: Scene, id_: str) -> None:
    """The quarterly survey asks by one that is there."""
    quarterly = scene.house.ministry.quarterly
    if quarterly and quarterly.questionnaire == id_:
        raise Refused("quest-is-quarterly")


def _source(scene: Scene, id_: str) -> str:
    return words("quest-from-chat" if scene.house.value_of(KIND, id_) else "quest-from-folder")


async def _changes(scene: Scene, id_: str) -> list[str]:
    found = await scene.unit.staff.history(KIND, id_, CHANGES)
    return [
        words(
            "quest-change",
            what=row["what"],
            who=scene.house.who(row["actor"]),
            at=moments.stamp(row["at"], scene.house.zone),
        )
        for row in found
    ]
