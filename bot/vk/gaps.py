"""What was said while VK's event queue could not be heard, read back from the dialogues."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from bot.vk.carried import Json
from bot.vk.client import VERSION, Calls
from bot.vk.heard import CHATS
from bot.vk.spoken import MOST_CALLS, Call, script

PAGE = 200
#: Messages of each dialogue read at first, many dialogues in one call.
GLANCE = 40
#: Seconds read again before the last message taken: VK's clocks and ours need not agree.
OVERLAP = 600


class Gaps:
    """Reads people's messages back as the events that were lost; known ones are known by key."""

    def __init__(self, calls: Calls, group: int) -> None:
        self._calls = calls
        self._group = group

    async def missed(self, since: int) -> list[Json]:
        """Events for all messages of people from `since` (Unix time) on, oldest first."""
        return await self._read("all", since - OVERLAP)

    async def unanswered(self, since: int) -> list[Json]:
        """Events for the messages after our last word in each unanswered dialogue."""
        return await self._read("unanswered", since)

    async def _read(self, wanted: str, since: int) -> list[Json]:
        found: list[Json] = []
        async for page in self._dialogues(wanted, since):
            found += [m for m in page if m["conversation_message_id"] == 1]
            peers = [m["peer_id"] for m in page if m["conversation_message_id"] > 1]
            for start in range(0, len(peers), MOST_CALLS):
                found += await self._histories(wanted, since, peers[start : start + MOST_CALLS])
        theirs = [m for m in found if not m.get("out") and m["from_id"] > 0]
        theirs.sort(key=lambda m: (m["date"], m["id"]))
        return [event for message in theirs for event in self._events(message)]

    async def _dialogues(self, wanted: str, since: int) -> AsyncIterator[list[Json]]:
        """The last messages of the dialogues that changed since, newest first, page by page."""
        offset = 0
        while True:
            page = await self._calls(
                "messages.getConversations", filter=wanted, offset=offset, count=PAGE
            )
            last = [item["last_message"] for item in page["items"] if item.get("last_message")]
            yield [m for m in last if m["date"] >= since and 0 < m["peer_id"] < CHATS]
            offset += PAGE
            if len(page["items"]) < PAGE or (last and last[-1]["date"] < since):
                return

    async def _histories(self, wanted: str, since: int, peers: list[int]) -> list[Json]:
        glances = [
            Call("messages.getHistory", {"peer_id": peer, "count": GLANCE}) for peer in peers
        ]
        answers = await self._calls("execute", code=script(glances))
        found: list[Json] = []
        for peer, answer in zip(peers, answers, strict=True):
            items = answer["items"] if answer else []
            fresh = _fresh(items, wanted, since)
            whole = bool(answer) and len(items) < GLANCE
            if len(fresh) < len(items) or whole:
                found += fresh
            else:
                found += await self._history(wanted, since, peer)
        return found

    async def _history(self, wanted: str, since: int, peer: int) -> list[Json]:
        found: list[Json] = []
        for offset in range(0, 100 * PAGE, PAGE):
            answer = await self._calls(
                "messages.getHistory", peer_id=peer, offset=offset, count=PAGE
            )
            fresh = _fresh(answer["items"], wanted, since)
            found += fresh
            if len(fresh) < PAGE:
                break
        return found

    def _events(self, message: Json) -> list[Json]:
        name = f"gap:{message['peer_id']}:{message['conversation_message_id']}"
        said = self._event("message_new", name, {"message": message, "client_info": {}})
        if not (changed := message.get("update_time")):
            return [said]
        return [said, self._event("message_edit", f"{name}:{changed}", message)]

    def _event(self, kind: str, name: str, thing: Any) -> Json:
        event = {"group_id": self._group, "type": kind, "event_id": name, "v": VERSION}
        return event | {"object": thing}


def _fresh(items: list[Json], wanted: str, since: int) -> list[Json]:
    """The newest messages up to the first too old; of an unanswered dialogue, up to our word."""
    fresh = []
    for message in items:
        if message["date"] < since or (wanted == "unanswered" and message.get("out")):
            break
        fresh.append(message)
    return fresh
