"""Which questions a reply answers: marked one by one before it may close anything (R9, R16)."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal, Kind
from domain.questions import typed
from domain.refusal import Refused
from domain.talk import Button
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer import splitting
from handlers.officer.draft import LISTING, WRITING, Draft
from handlers.officer.findings import greeting_text
from handlers.officer.particulars import listed
from handlers.officer.telling import tell
from storage.questions import Question
from texts import button, moments, say, words

flow = Flow()

PAGE = 5


async def missing(scene: Scene, appeal: Appeal, draft: Draft) -> tuple[Draft, Turn | None]:
    """The draft with what it answers, and the step that asks for marks while one is missing.

    A message has no list; an appeal that asks one thing is answered by any reply."""
    if appeal.kind is not Kind.OFFICIAL:
        return draft, None
    asked = await _questions(scene, appeal)
    known = {one.id for one in asked}
    if len(asked) == 1:
        return draft | {"answers": [asked[0].id]}, None
    marked = draft | {"answers": [one for one in draft["answers"] if one in known]}
    if known <= set(marked["answers"]):
        return marked, None
    return marked, _step(appeal, marked, asked)


async def _questions(scene: Scene, appeal: Appeal) -> list[Question]:
    """Kept already; else as its sentences tell, to be marked or rewritten."""
    kept = await scene.unit.questions.of_appeal(appeal.id)
    if kept:
        return kept
    return await splitting.note(scene, appeal, await splitting.proposal(scene, appeal))


def _step(
    appeal: Appeal, draft: Draft, asked: list[Question], page: int = 0, instead_of: str = ""
) -> Turn:
    version = draft["version"]
    pages = -(-len(asked) // PAGE)
    page %= pages
    marks = [_mark(one, draft, page) for one in asked[page * PAGE : (page + 1) * PAGE]]
    moves = [button("show-draft", "draft")]
    if pages > 1:
        moves.append(button("more-people", f"answers:{version}:{page + 1}"))
    marked = set(draft["answers"])
    ways = [button("answers-done", f"answers-done:{version}")]
    if len(marked) < len(asked):
        ways.append(button("answers-interim", f"answers-interim:{version}"))
    edit = (button("answers-edit", f"answers-edit:{version}"),)
    text = listed(asked, marked)
    told = say(
        "answers-marks",
        marks,
        moves,
        ways,
        edit,
        number=appeal.number,
        list=text,
        instead_of=instead_of,
    )
    return Turn((told,), WRITING, draft)


def _mark(one: Question, draft: Draft, page: int) -> Button:
    name = "question-answered" if one.id in draft["answers"] else "question-open"
    return button(name, f"answered:{draft['version']}:{one.id}:{page}", place=one.place)


async def all_marked(scene: Scene) -> tuple[Appeal, Draft]:
    """The draft, its questions all marked; what leaves one out closes nothing, and is refused."""
    appeal, draft, asked = await _pressed(scene)
    if draft["errors"] and not draft["reason"]:
        raise Refused("stale-button")
    draft, step = await missing(scene, appeal, draft)
    if step:
        left = len({one.id for one in asked} - set(draft["answers"]))
        raise Refused("answers-lacking", number=appeal.number, count=left)
    return appeal, draft


@flow.tapped("answered", Action.DRAFT)
async def toggle(scene: Scene) -> Turn:
    """A question has its answer in this reply, or has none after all."""
    appeal, draft, asked = await _pressed(scene)
    chosen, marked = scene.number(1), list(draft["answers"])
    if chosen not in {one.id for one in asked}:
        raise Refused("stale-button")
    if chosen in marked:
        marked.remove(chosen)
    else:
        marked.append(chosen)
    changed = draft | {"answers": marked}
    return _step(appeal, changed, asked, scene.number(2), scene.event.message)


@flow.tapped("answers", Action.DRAFT)
async def turn_page(scene: Scene) -> Turn:
    appeal, draft, asked = await _pressed(scene)
    return _step(appeal, draft, asked, scene.number(1), scene.event.message)


@flow.tapped("answers-interim", Action.DRAFT)
async def send_interim(scene: Scene) -> Turn:
    """What leaves a question out goes as a word on the way: nothing is closed (N-1052 §30)."""
    appeal, draft, _ = await _pressed(scene)
    if draft["errors"] and not draft["reason"]:
        raise Refused("stale-button")
    text = words(
        "interim-to-client",
        greeting=draft["greeting"] or greeting_text(await drafts.client_name(scene, appeal)),
        number=appeal.number,
        date=moments.day_of(appeal.received_at, scene.house.zone),
        text=draft["body"] or words("reply-in-files"),
        who=scene.actor.employee.name if scene.actor.employee else "",
        unit=scene.house.unit_name(appeal.unit),
    )
    said, files = drafts.text_of(draft), drafts.files_of(draft)
    entry = await tell(scene, appeal, text, "interim", said=said, files=files)
    facts = {"entry": entry, "answers": len(draft["answers"])}
    if draft["errors"]:
        facts |= {"broken": draft["errors"], "reason": draft["reason"]}
    scene.unit.appeals.record(appeal, "interim_sent", scene.actor.id, scene.now, **facts)
    name = "interim-sent" if appeal.chat is not None else "interim-kept"
    return Turn((say(name, number=appeal.number),))


@flow.tapped("answers-edit", Action.DRAFT)
async def edit(scene: Scene) -> Turn:
    appeal, draft, _ = await _pressed(scene)
    asking = say("ask-questions", button("show-draft", "draft"), number=appeal.number)
    return Turn((asking,), LISTING, draft)


@flow.said(LISTING, Action.DRAFT)
async def hear_list(scene: Scene) -> Turn:
    """The questions as the officer tells them; marks of those whose words stay are kept."""
    draft = scene.chat.draft
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(draft)),))
    if scene.event.files or scene.says_nothing:
        raise Refused("words-only")
    asked = await splitting.note(scene, appeal, list(typed(scene.event.text)))
    known = {one.id for one in asked}
    marked = [one for one in draft["answers"] if one in known]
    return _step(appeal, draft | {"answers": marked}, asked)


async def _pressed(scene: Scene) -> tuple[Appeal, Draft, list[Question]]:
    appeal, draft = await drafts.pressed(scene)
    if appeal.kind is not Kind.OFFICIAL or not draft["parts"]:
        raise Refused("stale-button")
    return appeal, draft, await _questions(scene, appeal)
