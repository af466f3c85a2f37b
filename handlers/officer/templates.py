"""Reply templates: offered for the appeal at hand, filled in, taken as the draft, mended."""

from __future__ import annotations

from domain.access import Action
from domain.appeals import Appeal
from domain.refusal import Refused
from domain.reply_rules import Outcome
from domain.talk import Button
from domain.templates import Template, blanks, fill, for_colleague, offered, with_blank
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from handlers.officer.draft import FILLING, MENDING, WRITING, Draft
from handlers.officer.repeats import answered_on, repeated
from handlers.officer.reply import shown
from texts import button, moments, say

flow = Flow()

#: five titles and the way on and back: six rows
PAGE = 5


@flow.tapped("templates", Action.DRAFT)
async def choose(scene: Scene) -> Turn:
    """A page of the templates for this appeal: its topic's own, then the typical replies."""
    appeal, draft = await drafts.pressed(scene)
    fitting = await _fitting(scene, appeal)
    if not fitting:
        return Turn((say("templates-none", _back(), number=appeal.number),), WRITING, draft)
    pages = -(-len(fitting) // PAGE)
    page = scene.number(1) % pages
    version = draft["version"]
    rows = [
        (Button(one.title, f"template:{version}:{one.id}"),)
        for one in fitting[page * PAGE : (page + 1) * PAGE]
    ]
    last = [_back()]
    if pages > 1:
        last.append(button("more", f"templates:{version}:{page + 1}"))
    turned = scene.event.message if scene.arg(1) else ""
    ask = say("choose-template", *rows, tuple(last), instead_of=turned, number=appeal.number)
    return Turn((ask,), WRITING, draft)


@flow.tapped("template", Action.DRAFT)
async def look(scene: Scene) -> Turn:
    """One template, filled with what is known of the appeal."""
    appeal, draft = await drafts.pressed(scene)
    template = _named(scene)
    text = await _filled(scene, appeal, template)
    version = draft["version"]
    told = say(
        "template-shown",
        button("use-template", f"use-template:{version}:{template.id}"),
        (button("other-template", f"templates:{version}"), _back()),
        title=template.title,
        version=template.version,
        count=await scene.unit.templates.count(template.id),
        blanks=len(blanks(text)),
        replaces="yes" if drafts.text_of(draft) else "no",
        text=text,
    )
    return Turn((told,), WRITING, draft)


@flow.tapped("use-template", Action.DRAFT)
async def use(scene: Scene) -> Turn:
    """The text becomes the draft; what only the officer knows is asked for first."""
    appeal, draft = await drafts.pressed(scene)
    template = _named(scene)
    text = await _filled(scene, appeal, template)
    return await _fill_on(scene, appeal, draft, {"id": template.id, "text": text})


@flow.said(FILLING, Action.DRAFT)
async def hear_blank(scene: Scene) -> Turn:
    """The officer's words for the first blank; files go with the reply."""
    draft = scene.chat.draft
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(draft)),))
    draft = _with_files(scene, draft)
    filling, said = draft["filling"], scene.event.text.strip()
    blank = blanks(filling["text"])[0]
    if not said:
        return _ask_blank(draft, blank)
    text = with_blank(filling["text"], blank, said)
    return await _fill_on(scene, appeal, draft, filling | {"text": text})


async def _fill_on(scene: Scene, appeal: Appeal, draft: Draft, filling: dict[str, str]) -> Turn:
    """Ask for the next blank, or take the text."""
    if open_ := blanks(filling["text"]):
        return _ask_blank(draft | {"filling": filling}, open_[0])
    template = scene.house.ministry.templates.get(filling["id"])
    if template is None:  # taken out of the file meanwhile
        raise Refused("stale-button")
    taken = drafts.with_text(draft, filling["text"]) | {
        "template": f"{template.id}@{template.version}",
        # «will be solved» wants its day, which is asked for before the reply goes
        "outcome": "" if template.outcome in {None, Outcome.WILL_BE} else str(template.outcome),
        "promised_on": "",
    }
    return await shown(scene, appeal, taken)


def _ask_blank(draft: Draft, blank: str) -> Turn:
    version = draft["version"]
    ask = say("ask-blank", (button("other-template", f"templates:{version}"), _back()), what=blank)
    return Turn((ask,), FILLING, draft)


@flow.tapped("mend-text", Action.DRAFT)
async def ask_mended(scene: Scene) -> Turn:
    """The bare text, to be copied, changed and sent back."""
    appeal, draft = await drafts.pressed(scene)
    text = drafts.text_of(draft)
    if not text:
        raise Refused("stale-button")
    ask = say("ask-mended", _back(), number=appeal.number)
    return Turn((ask, say("plain", text=text)), MENDING, draft)


@flow.said(MENDING, Action.DRAFT)
async def hear_mended(scene: Scene) -> Turn:
    """The whole text anew; the template it was made from stays on record."""
    draft = scene.chat.draft
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    appeal = await drafts.in_hand(scene)
    if appeal is None:
        return Turn((say("held-by-other", number=drafts.number(draft)),))
    draft = _with_files(scene, draft)
    if scene.event.text.strip():
        draft = drafts.with_text(draft, scene.event.text, scene.event.message)
    return await shown(scene, appeal, draft)


def _with_files(scene: Scene, draft: Draft) -> Draft:
    """The draft with the files of this message; its words are heard apart."""
    files = scene.unit.exchange.sent_files(scene.chat, scene.event.files, scene.now)
    return drafts.with_files(draft, files)


def _back() -> Button:
    return button("back-to-reply", "draft")


async def _fitting(scene: Scene, appeal: Appeal) -> tuple[Template, ...]:
    """A colleague is offered the process's own, and none of the replies the law wants."""
    if appeal.kind.internal:
        process = scene.house.ministry.processes.get(appeal.process)
        return for_colleague(_all(scene), process.template if process else "")
    again = await repeated(scene, appeal)
    return offered(_all(scene), appeal.topic, repeated=again is not None)


def _all(scene: Scene) -> list[Template]:
    return list(scene.house.ministry.templates.values())


def _named(scene: Scene) -> Template:
    found = scene.house.ministry.templates.get(scene.arg(1))
    if found is None:
        raise Refused("stale-button")
    return found


async def _filled(scene: Scene, appeal: Appeal, template: Template) -> str:
    """The template with the appeal's own data, the ministry's, and the earlier appeal's."""
    house = scene.house
    own = house.ministry.contacts
    topic = house.ministry.topics.get(appeal.topic)
    about = house.subject(appeal) if topic or appeal.kind.internal else ""
    facts = {
        "number": appeal.number,
        "date": moments.day_of(appeal.received_at, house.zone),
        "name": await drafts.client_name(scene, appeal),
        "topic": about,
        "unit": house.unit_name(appeal.unit),
        "ministry": house.ministry.name,
        "address": own.address,
        "phone": own.phone,
        "email": own.email,
        "reception": own.reception,
        "portal": own.state_portal,
    }
    if (again := await repeated(scene, appeal)) is not None:
        facts |= {
            "earlier_number": again.appeal.number,
            "earlier_date": moments.day_of(again.appeal.received_at, house.zone),
            "earlier_answered": answered_on(scene, again),
        }
    return fill(template, facts)
