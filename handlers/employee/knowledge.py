"""The employees' knowledge base: what is written for colleagues together with what all may read."""

from __future__ import annotations

from domain.access import Action
from handlers import articles
from handlers.flow import Flow, Scene, Turn
from handlers.officer import draft as drafts
from texts import button, say

flow = Flow()

SEARCHING = "employee-kb"


@flow.tapped("knowledge", Action.READ_INTERNAL_ARTICLES)
async def home(scene: Scene) -> Turn:
    """What is written next is looked for."""
    if unfinished := await drafts.unfinished(scene):
        return scene.stay(unfinished)
    return Turn((articles.topics(scene, "knowledge-home", 0),), SEARCHING)


@flow.said(SEARCHING, Action.READ_INTERNAL_ARTICLES)
async def search(scene: Scene) -> Turn:
    """The best articles; what is not there colleagues know."""
    if scene.says_nothing or scene.event.files:
        return scene.stay(say("knowledge-words-only", button("menu", "menu")))
    rows = articles.titles(articles.shelf(scene).search(scene.event.text))
    back = (articles.home_button(scene), button("menu", "menu"))
    return scene.stay(say("knowledge-found" if rows else "knowledge-none", *rows, back))
