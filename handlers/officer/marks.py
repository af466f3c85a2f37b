"""What must be seen of an appeal before anything else: that it goes first, whom it is about."""

from __future__ import annotations

from domain.appeals import Appeal
from handlers.flow import Scene
from handlers.officer.priority import label
from texts import words


async def lines(scene: Scene, appeal: Appeal) -> list[str]:
    """The marks as the card shows them above the exchange."""
    found = []
    if appeal.priority:
        found.append(words("card-priority", reason=label(appeal)))
    if appeal.transfers:
        found.append(words("card-transfers", count=appeal.transfers))
    if appeal.barred:
        history = await scene.unit.appeals.history(appeal)
        about = [line["details"]["about"] for line in history if line["what"] == "complained"]
        who = scene.house.who(appeal.barred)
        found.append(words("card-barred", who=who, about=about[0] if about else "none"))
    return ["\n".join(found)] if found else []
