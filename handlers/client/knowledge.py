"""The client's handbook: search by words, leaf by topic, and write to the ministry all the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.access import Action
from domain.refusal import Refused
from handlers import articles
from handlers.client import filing, receipt
from handlers.client.register import Heard, register
from handlers.flow import Flow, Scene, Turn
from handlers.officer import desk
from handlers.officer import draft as drafts
from texts import button, say

flow = Flow()

SEARCHING = "client-kb"
#: What is longer, comes with files or comes later is no search but something to be answered.
LONGEST = 100
SEARCHED_WITHIN = timedelta(minutes=15)


@flow.tapped("kb", Action.READ_ARTICLES)
async def home(scene: Scene) -> Turn:
    """What is written next is looked for."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    if scene.actor.employee:
        return scene.stay(articles.topics(scene, "knowledge-home", 0))
    return Turn((articles.topics(scene, "kb-home", 0),), SEARCHING, _draft(scene))


@flow.said(SEARCHING, Action.READ_ARTICLES)
async def search(scene: Scene) -> Turn:
    """The best articles; the same words go to the ministry with one press, so that nothing said
    here is lost."""
    event = scene.event
    late = event.at - datetime.fromisoformat(scene.chat.draft["at"]) > SEARCHED_WITHIN
    if event.files or late or len(event.text) > LONGEST:
        return await filing.hear(scene)
    if scene.says_nothing:
        return scene.stay(say("nothing-said"))
    rows = articles.titles(articles.shelf(scene).search(event.text))
    name = "kb-found" if rows else "kb-none"
    ask = (button("kb-file", "kb-file"), button("kb", "kb"))
    part = {"text": event.text, "files": [], "at": event.at.isoformat(), "message": event.message}
    draft = _draft(scene) | {"parts": [part], "album": event.album}
    return Turn((say(name, *rows, ask),), SEARCHING, draft)


@flow.tapped("kb-file", Action.WRITE)
async def file(scene: Scene) -> Turn:
    """What was looked for becomes an appeal, like anything else somebody writes."""
    draft = scene.chat.draft
    if scene.chat.step != SEARCHING or scene.actor.employee or not draft["parts"]:
        raise Refused("stale-button")
    part = draft["parts"][0]
    heard = Heard(part["text"], datetime.fromisoformat(part["at"]), scene.now, draft["album"])
    appeal = await register(scene, heard)
    desk.keep_aside(scene, appeal)
    return Turn((receipt.of(scene, appeal, heard.text),), receipt=appeal.id)


@flow.tapped("not-helped", Action.READ_ARTICLES)
async def not_helped(scene: Scene) -> Turn:
    """What is written next is a question to people."""
    article = articles.named(articles.shelf(scene), scene.arg(0))
    scene.unit.articles.used(article.id, "not_helped")
    if scene.actor.employee:
        owner = article.owner
        unit = scene.house.ministry.units.get(owner)
        who = unit.name if unit else scene.house.who(owner)
        return scene.stay(say("knowledge-not-helped", button("menu", "menu"), who=who))
    ask = say("kb-not-helped", button("menu", "menu"))
    return Turn((ask,)) if scene.chat.step == SEARCHING else scene.stay(ask)


def _draft(scene: Scene) -> dict[str, object]:
    return {"at": scene.event.at.isoformat(), "parts": [], "album": ""}
