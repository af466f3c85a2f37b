"""«My requests»: what an employee has asked of colleagues, newest first (N-2138 §10.1)."""

from __future__ import annotations

from domain.access import Action
from handlers.client import desk
from handlers.flow import Flow, Scene, Turn

flow = Flow()


@flow.tapped("requests", Action.SEE_REQUESTS)
async def requests(scene: Scene) -> Turn:
    """A page of them: number, what is asked, status, due, unit."""
    page = min(scene.number(0), desk.MOST_PAGES)
    limit = (page + 1) * desk.MINE_SHOWN + 1
    found = await scene.unit.appeals.requests_of(scene.actor.id, limit)
    return scene.stay(await desk.listed(scene, found, page, "requests"))
