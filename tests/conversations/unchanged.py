"""What tests of attacks share: how a press is refused, and everything that must stay as it was."""

from __future__ import annotations

from sqlalchemy import select

from storage import tables as t
from tests.conversations.talk import rows
from tests.town import Town

#: how a press that is not theirs is answered, whether what it names exists or not
NO = ("среди доступных вам нет", "Эта кнопка для ", "уже не действует")
#: where an event itself, its answer, the ticks and where the dialogue stands are kept
OF_EVENTS = {"events", "outbox", "cursors", "chats", "tellings"}
#: what a dialogue is, beside where it stands
WHO = ("channel", "peer", "employee", "hat", "reachable", "proved_at")


async def everything(town: Town, *but: str) -> dict[str, list[str]]:
    """Every row there is but of the event itself, and who is whose account."""
    kept = {}
    for table in t.metadata.sorted_tables:
        if table.name not in OF_EVENTS.union(but):
            kept[table.name] = sorted(str(row) for row in await rows(town, select(table)))
    kept["who"] = sorted(
        str([row[one] for one in WHO]) for row in await rows(town, select(t.chats)) if row["peer"]
    )
    return kept
