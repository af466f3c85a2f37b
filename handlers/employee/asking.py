"""«Requests to colleagues»: the register of processes, own words, a short question (E2, E10)."""

from __future__ import annotations

from domain.access import Action
from domain.ministry import Process
from domain.refusal import Refused
from domain.requests import GROUPS, grouped
from domain.talk import Button
from handlers import form
from handlers.employee.request_form import BY_WORDS, ORAL, REQUEST
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk as officer_desk
from handlers.officer import draft as drafts
from texts import button, say, words

flow = Flow()

#: kinds of processes on a page, two a row, and processes on one, a row each
GROUPS_A_PAGE, PROCESSES_A_PAGE = 6, 4


@flow.tapped("ask-colleagues", Action.FILE_REQUEST)
async def ask_colleagues(scene: Scene) -> Turn:
    """What may be asked for, by kind; in free words; in passing."""
    groups = grouped(scene.house.ministry)
    page = scene.number(0) % max(1, -(-len(groups) // GROUPS_A_PAGE))
    some = list(groups.items())[page * GROUPS_A_PAGE :][:GROUPS_A_PAGE]
    shown = [Button(_title(group), f"ask-group:{of[0].id}") for group, of in some]
    rows = [tuple(shown[place : place + 2]) for place in range(0, len(shown), 2)]
    ways = (button("ask-words", "ask-words"), button("ask-oral", "ask-oral"))
    last = [button("menu", "menu")]
    if len(groups) > GROUPS_A_PAGE:
        last.insert(0, button("more", f"ask-colleagues:{page + 1}"))
    turned = scene.event.message if scene.args else ""
    return scene.stay(say("ask-colleagues", *rows, ways, tuple(last), instead_of=turned))


def _title(group: str) -> str:
    """The orders' kinds have names of ours, the ministry's own are named in its file."""
    if group in GROUPS or not group:
        return words(f"process-group-{group or 'other'}")
    return group


@flow.tapped("ask-group", Action.FILE_REQUEST)
async def choose_process(scene: Scene) -> Turn:
    """The processes of a kind, a page at a time."""
    process = _named(scene)
    found = grouped(scene.house.ministry)[process.group]
    page = scene.number(1) % max(1, -(-len(found) // PROCESSES_A_PAGE))
    some = found[page * PROCESSES_A_PAGE :][:PROCESSES_A_PAGE]
    rows = [(Button(one.title, f"request:{one.id}"),) for one in some]
    if len(found) > PROCESSES_A_PAGE:
        rows.append((button("more", f"ask-group:{process.id}:{page + 1}"),))
    last = (button("ask-other", "ask-colleagues"), button("ask-words", "ask-words"))
    turned = scene.event.message if scene.arg(1) else ""
    title = _title(process.group)
    return scene.stay(say("ask-process", *rows, last, title=title, instead_of=turned))


@flow.tapped("request", Action.FILE_REQUEST)
async def begin(scene: Scene) -> Turn:
    """Its form, or the other way to have it done: then nothing is filed (N-2138 §9.5)."""
    process = _named(scene)
    if process.instead:
        rows = (button("ask-other", "ask-colleagues"), button("menu", "menu"))
        told = say("request-instead", rows, process=process.title, instead=process.instead)
        return scene.stay(told)
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return form.begin(scene, REQUEST, process=process.id)


@flow.tapped("ask-words", Action.FILE_REQUEST)
async def in_words(scene: Scene) -> Turn:
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return form.begin(scene, BY_WORDS)


@flow.tapped("ask-oral", Action.FILE_REQUEST)
async def in_passing(scene: Scene) -> Turn:
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return form.begin(scene, ORAL)


@flow.tapped("ask-aside", Action.FILE_REQUEST)
async def said_aside(scene: Scene) -> Turn:
    """What was said in the middle of nothing is a request: which process it is comes next."""
    if scene.chat.step != officer_desk.ASIDE:
        raise Refused("stale-button")
    draft = scene.chat.draft
    parts = [part | {"album": draft["album"]} for part in draft["parts"]]
    return form.begin_with(scene, BY_WORDS, parts)


def _named(scene: Scene) -> Process:
    found = scene.house.ministry.processes.get(scene.arg(0))
    if found is None:
        raise Refused("stale-button")
    return found
